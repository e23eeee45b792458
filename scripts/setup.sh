#!/bin/sh
# Installs what demo, tests and lint need on Debian or Ubuntu. Safe to run again: what is there is left alone.
# Says what is missing where it may not install it.
#   setup.sh system        programs of the system, Chromium and Node among them
#   setup.sh python VENV   the virtual environment
#   setup.sh node          the node modules of this folder
set -eu

# What is in $packages and not installed yet.
missing() {
    for each in $packages; do
        dpkg-query -W -f='${Status}' "$each" 2>/dev/null | grep -q 'ok installed' || echo "$each"
    done
}

install() {
    wanted=$*
    [ -n "$wanted" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "setup: not a Debian or Ubuntu machine; please install: $wanted" >&2
        exit 1
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=''
    elif command -v sudo >/dev/null 2>&1; then
        as_root=sudo
    else
        echo "setup: these packages are missing, and only root can install them: $wanted" >&2
        exit 1
    fi
    echo "setup: installing $wanted"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
}

setup_system() {
    packages='pcscd libpcsclite-dev vsmartcard-vpcd gcc pkg-config xvfb xauth xdotool openbox imagemagick x11-utils
              x11-xkb-utils fonts-thai-tlwg fonts-noto-core python3-venv python3-tk python3-dev util-linux
              postgresql mariadb-server-core mariadb-client-core
              wixl msitools osslsigncode gcc-mingw-w64-x86-64 wine wine64 dpkg-dev lintian mmdebstrap firefox-esr'
    wanted=$(missing)
    # Ubuntu's package of this name only fetches a snap, which cannot start our host.
    command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
    command -v npm >/dev/null 2>&1 || wanted="$wanted nodejs npm"
    install $wanted
}

setup_node() {
    # Not 'npm ci': a registry without the binaries for other systems leaves them out of the lock, which ci refuses.
    npm install --no-save --silent --no-audit --no-fund
}

setup_python() {
    venv=$1
    python=${PYTHON:-python3}
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "setup: Python 3.11 or newer is needed (set PYTHON=...)" >&2
        exit 1
    }
    "$python" -c 'import tkinter' 2>/dev/null || {
        echo "setup: $python has no tkinter, which the PIN window needs; try PYTHON=/usr/bin/python3" >&2
        exit 1
    }
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    # Not compiled: of most of it only a part is ever imported.
    "$venv/bin/python" -m pip install --no-compile --quiet --disable-pip-version-check -e '.[dev]'
}

case $1 in
    system) setup_system ;;
    node) setup_node ;;
    python) setup_python "$2" ;;
    *)
        echo "usage: setup.sh system | python VENV | node" >&2
        exit 2
        ;;
esac
