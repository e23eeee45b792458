/* Starts the Python that lies beside it, with one fixed piece of our code: no interpreter for everybody, no cmd.exe.
 *
 * Built three times:
 *   SITTHI_HOST    sitthi-host.exe    what browsers start; console subsystem, since they hand over pipes
 *   SITTHI_CLI     sitthi.exe         the command line
 *   SITTHI_WINDOW  sitthi-window.exe  PIN and Token ID windows, clipboard: MODULE PARENT_PID, and only the modules below
 *
 * python313._pth beside the library makes Python isolated: no PYTHON* variable, no registry, no user folder.
 */
#define _WIN32_WINNT 0x0602
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

typedef int (*PyMain)(int argc, wchar_t **argv);

#define FAILED_TO_START 3
#define LONGEST 4096

#if defined(SITTHI_HOST)
#define CODE L"from sitthi.host import main; main()"
#elif defined(SITTHI_CLI)
#define CODE L"import sys; sys.argv[0] = 'sitthi'; from sitthi.cli import main; sys.exit(main())"
#elif defined(SITTHI_WINDOW)
static const wchar_t *const WINDOWS[][2] = {
    {L"sitthi.pin", L"from sitthi.pin.__main__ import main; main()"},
    {L"sitthi.manual", L"from sitthi.manual.__main__ import main; main()"},
    {L"sitthi.outlets.clipboard", L"from sitthi.outlets.clipboard.__main__ import main; main()"},
};
#endif

static void tell(const wchar_t *what)
{
    fwprintf(stderr, L"sitthi: %ls (Windows error %lu)\n", what, GetLastError());
    fflush(stderr);
}

/* The folder of this program, without a backslash at its end. False when its path is too long. */
static BOOL own_folder(wchar_t *folder)
{
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    wchar_t *end;
    if (length == 0 || length >= LONGEST || !(end = wcsrchr(folder, L'\\')))
        return FALSE;
    *end = 0;
    return TRUE;
}

/* Python's library by its full path. Neither the current folder nor PATH is ever searched for a library. */
static PyMain load_python(const wchar_t *folder)
{
    static wchar_t python[LONGEST + 32], library[LONGEST + 64];
    HMODULE loaded;
    SetDllDirectoryW(L"");
    if (!SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS)) {
        tell(L"this Windows is too old");
        return NULL;
    }
    swprintf(python, LONGEST + 32, L"%ls\\python", folder);
    AddDllDirectory(python);
    swprintf(library, LONGEST + 64, L"%ls\\python313.dll", python);
    loaded = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (!loaded) {
        tell(L"python\\python313.dll beside this program cannot be loaded; repair the installation");
        return NULL;
    }
    return (PyMain)(void *)GetProcAddress(loaded, "Py_Main");
}

#ifdef SITTHI_CLI
/* Started from the Start menu or by a double click, the console would close before anybody can read it. */
static void wait_in_own_console(void)
{
    DWORD processes[2], mode;
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    if (GetConsoleProcessList(processes, 2) == 1 && GetConsoleMode(input, &mode)) {
        fwprintf(stderr, L"\n[Enter]");
        fflush(stderr);
        getwchar();
    }
}
#endif

static int run(int argc, wchar_t **argv)
{
    static wchar_t folder[LONGEST];
    wchar_t **all = calloc((size_t)argc + 8, sizeof *all);
    const wchar_t *code = NULL;
    int count = 0, first = 1, result;
    PyMain main_of_python;
#ifdef SITTHI_WINDOW
    if (argc == 3)
        for (size_t i = 0; i < sizeof WINDOWS / sizeof *WINDOWS; i++)
            if (!wcscmp(argv[1], WINDOWS[i][0]))
                code = WINDOWS[i][1];
    first = 2;
#else
    code = CODE;
#endif
    if (!all || !code || !own_folder(folder) || !(main_of_python = load_python(folder)))
        return FAILED_TO_START;
    all[count++] = argv[0];
    all[count++] = L"-I"; /* isolated */
    all[count++] = L"-S"; /* no site, no .pth */
    all[count++] = L"-B"; /* writes no .pyc */
    all[count++] = L"-Xutf8";
    all[count++] = L"-c";
    all[count++] = (wchar_t *)code;
    for (; first < argc; first++)
        all[count++] = argv[first];
    result = main_of_python(count, all);
#ifdef SITTHI_CLI
    wait_in_own_console();
#endif
    return result;
}

#ifdef SITTHI_WINDOW
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, wchar_t *line, int show)
{
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    (void)instance, (void)before, (void)line, (void)show;
    return argv ? run(argc, argv) : FAILED_TO_START;
}
#else
int wmain(int argc, wchar_t **argv)
{
    return run(argc, argv);
}
#endif
