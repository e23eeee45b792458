#!/bin/sh
# Installs what development, tests and demo need on Debian or Ubuntu, then makes the virtual environment.
# Safe to run again: what is there is left alone. Says what is missing where it may not install it.
set -eu

venv=$1
python=${PYTHON:-python3}

packages="pcscd libpcsclite-dev vsmartcard-vpcd gcc pkg-config xvfb xauth xdotool openbox imagemagick
          fonts-thai-tlwg fonts-noto-core python3-venv python3-tk python3-dev make util-linux"
browser=chromium

missing() {
    for each in "$@"; do
        dpkg-query -W -f='${Status}' "$each" 2>/dev/null | grep -q 'ok installed' || echo "$each"
    done
}

if command -v dpkg-query >/dev/null 2>&1; then
    wanted=$(missing $packages)
    command -v "$browser" >/dev/null 2>&1 || wanted="$wanted $browser"
    command -v npm >/dev/null 2>&1 || wanted="$wanted nodejs npm"
    if [ -n "$(echo $wanted)" ]; then
        if [ "$(id -u)" = 0 ]; then sudo=''
        elif command -v sudo >/dev/null 2>&1; then sudo=sudo
        else
            echo "setup: these packages are missing, and only root can install them:" $wanted >&2
            exit 1
        fi
        echo "setup: installing" $wanted
        $sudo apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    fi
else
    echo "setup: not a Debian or Ubuntu machine; needed are:" $packages "$browser" nodejs npm >&2
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup: Python 3.11 or newer is needed (set PYTHON=...)" >&2
    exit 1
}
"$python" -c 'import tkinter' 2>/dev/null || {
    echo "setup: $python has no tkinter, which the PIN window needs; try PYTHON=/usr/bin/python3" >&2
    exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e '.[dev]'
npm ci --silent --no-audit --no-fund
