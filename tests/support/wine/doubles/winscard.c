/* Test double of winscard.dll: hands every call to the card service of the tests (../card_service.py) on this machine,
 * whose port is in the file winscard.port beside this library. One connection per call, so that a call that waits
 * holds up no other; one more says that this process is alive, so that what it holds is freed at its end.
 */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __declspec(dllexport)
#define NO_SERVICE ((LONG)0x8010001D)
#define INSUFFICIENT_BUFFER ((LONG)0x80100008)
#define UNSUPPORTED ((LONG)0x80100022)
#define AUTOALLOCATE 0xFFFFFFFFu
#define LONGEST 70000

typedef ULONG_PTR HANDLE_NUMBER;
typedef struct { DWORD protocol, length; } PCI;
typedef struct { const char *reader; void *user; DWORD current, event, atr_length; BYTE atr[36]; } READER_STATE;

EXPORT PCI g_rgSCardT0Pci = {1, sizeof(PCI)}, g_rgSCardT1Pci = {2, sizeof(PCI)}, g_rgSCardRawPci = {0x10000, sizeof(PCI)};

enum { LIFE = 1, ESTABLISH, RELEASE, LIST, CHANGE, CANCEL, CONNECT, RECONNECT, DISCONNECT, BEGIN, END, TRANSMIT, STATUS,
       CONTROL, VALID };

#pragma pack(push, 1)
typedef struct { DWORD operation, handle, first, second, process, length; } REQUEST;
typedef struct { DWORD code, first, second, length; } ANSWER;
#pragma pack(pop)

static WCHAR port_file[MAX_PATH + 8];
static SOCKET life = INVALID_SOCKET;
static SRWLOCK life_lock = SRWLOCK_INIT;

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void *reserved)
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        WCHAR *end;
        GetModuleFileNameW(self, port_file, MAX_PATH);
        if ((end = wcsrchr(port_file, L'.')))
            wcscpy(end, L".port");
    }
    return TRUE;
}

static SOCKET reach(void)
{
    WSADATA data;
    struct sockaddr_in place = {0};
    FILE *file = _wfopen(port_file, L"r");
    int port = 0, now = 1;
    SOCKET made;
    if (!file)
        return INVALID_SOCKET;
    if (fscanf(file, "%d", &port) != 1)
        port = 0;
    fclose(file);
    if (WSAStartup(0x0202, &data))
        return INVALID_SOCKET;
    made = socket(AF_INET, SOCK_STREAM, 0);
    place.sin_family = AF_INET;
    place.sin_port = htons((u_short)port);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (made != INVALID_SOCKET && connect(made, (struct sockaddr *)&place, sizeof place)) {
        closesocket(made);
        return INVALID_SOCKET;
    }
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, (char *)&now, sizeof now);
    return made;
}

static BOOL get(SOCKET from, void *into, int length)
{
    char *place = into;
    while (length > 0) {
        int count = recv(from, place, length, 0);
        if (count <= 0)
            return FALSE;
        place += count;
        length -= count;
    }
    return TRUE;
}

static BOOL put(SOCKET to, DWORD operation, HANDLE_NUMBER handle, DWORD first, DWORD second, const void *data, DWORD length)
{
    REQUEST request = {operation, (DWORD)handle, first, second, GetCurrentProcessId(), length};
    char *all = malloc(sizeof request + length);
    int total = (int)(sizeof request + length), done;
    memcpy(all, &request, sizeof request);
    if (length)
        memcpy(all + sizeof request, data, length);
    done = send(to, all, total, 0);
    SecureZeroMemory(all, (SIZE_T)total); /* may have held a PIN */
    free(all);
    return done == total;
}

/* `answer` always gets a code; `data` up to LONGEST bytes. */
static LONG ask(DWORD operation, HANDLE_NUMBER handle, DWORD first, DWORD second, const void *data, DWORD length,
                ANSWER *answer, BYTE *said)
{
    SOCKET link = reach();
    answer->code = (DWORD)NO_SERVICE;
    answer->length = 0;
    if (link == INVALID_SOCKET)
        return NO_SERVICE;
    if (!put(link, operation, handle, first, second, data, length) || !get(link, answer, sizeof *answer)
        || answer->length > LONGEST || (answer->length && (!said || !get(link, said, (int)answer->length)))) {
        answer->code = (DWORD)NO_SERVICE;
        answer->length = 0;
    }
    closesocket(link);
    return (LONG)answer->code;
}

static LONG plain(DWORD operation, HANDLE_NUMBER handle, DWORD first)
{
    ANSWER answer;
    return ask(operation, handle, first, 0, NULL, 0, &answer, NULL);
}

/* The ways of winscard.h to give bytes back: how many, a copy, or new memory. */
static LONG give(const BYTE *data, DWORD length, void *buffer, DWORD *size)
{
    DWORD room = *size;
    *size = length;
    if (!buffer)
        return 0;
    if (room == AUTOALLOCATE) {
        *(void **)buffer = malloc(length);
        buffer = *(void **)buffer;
    } else if (room < length)
        return INSUFFICIENT_BUFFER;
    memcpy(buffer, data, length);
    return 0;
}

/* Once per process, and anew when the service was started anew. */
static void say_that_we_live(BOOL anew)
{
    DWORD ready;
    AcquireSRWLockExclusive(&life_lock);
    if (anew && life != INVALID_SOCKET) {
        closesocket(life);
        life = INVALID_SOCKET;
    }
    if (life == INVALID_SOCKET && (life = reach()) != INVALID_SOCKET) {
        put(life, LIFE, 0, 0, 0, NULL, 0);
        get(life, &ready, sizeof ready);
    }
    ReleaseSRWLockExclusive(&life_lock);
}

EXPORT LONG WINAPI SCardEstablishContext(DWORD scope, const void *a, const void *b, HANDLE_NUMBER *context)
{
    ANSWER answer;
    (void)a, (void)b;
    say_that_we_live(FALSE);
    if (ask(ESTABLISH, 0, scope, 0, NULL, 0, &answer, NULL))
        say_that_we_live(TRUE);
    *context = answer.code ? 0 : answer.first;
    return (LONG)answer.code;
}

EXPORT LONG WINAPI SCardReleaseContext(HANDLE_NUMBER context) { return plain(RELEASE, context, 0); }
EXPORT LONG WINAPI SCardIsValidContext(HANDLE_NUMBER context) { return plain(VALID, context, 0); }
EXPORT LONG WINAPI SCardCancel(HANDLE_NUMBER context) { return plain(CANCEL, context, 0); }
EXPORT LONG WINAPI SCardDisconnect(HANDLE_NUMBER card, DWORD disposition) { return plain(DISCONNECT, card, disposition); }
EXPORT LONG WINAPI SCardBeginTransaction(HANDLE_NUMBER card) { return plain(BEGIN, card, 0); }
EXPORT LONG WINAPI SCardEndTransaction(HANDLE_NUMBER card, DWORD disposition) { return plain(END, card, disposition); }
EXPORT LONG WINAPI SCardFreeMemory(HANDLE_NUMBER context, void *memory)
{
    (void)context;
    free(memory);
    return 0;
}

EXPORT LONG WINAPI SCardListReadersA(HANDLE_NUMBER context, const char *groups, char *readers, DWORD *size)
{
    ANSWER answer;
    BYTE *said = calloc(1, LONGEST);
    LONG code = ask(LIST, context, 0, 0, NULL, 0, &answer, said);
    (void)groups;
    if (!code)
        code = give(said, answer.length, readers, size);
    free(said);
    return code;
}

EXPORT LONG WINAPI SCardGetStatusChangeA(HANDLE_NUMBER context, DWORD wait, READER_STATE *states, DWORD count)
{
    ANSWER answer;
    BYTE *said = calloc(1, LONGEST), *place = said;
    LONG code;
    for (DWORD i = 0; i < count; i++) {
        size_t length = strlen(states[i].reader) + 1;
        memcpy(place, &states[i].current, 4);
        memcpy(place + 4, states[i].reader, length);
        place += 4 + length;
    }
    code = ask(CHANGE, context, wait, count, said, (DWORD)(place - said), &answer, said);
    place = said;
    for (DWORD i = 0; !code && i < count; i++) {
        memcpy(&states[i].event, place, 4);
        states[i].atr_length = place[4];
        memcpy(states[i].atr, place + 5, place[4]);
        place += 5 + place[4];
    }
    free(said);
    return code;
}

EXPORT LONG WINAPI SCardConnectA(HANDLE_NUMBER context, const char *reader, DWORD share, DWORD protocols, HANDLE_NUMBER *card,
                              DWORD *protocol)
{
    ANSWER answer;
    LONG code = ask(CONNECT, context, share, protocols, reader, (DWORD)strlen(reader), &answer, NULL);
    *card = answer.first;
    *protocol = answer.second;
    return code;
}

EXPORT LONG WINAPI SCardReconnect(HANDLE_NUMBER card, DWORD share, DWORD protocols, DWORD disposition, DWORD *protocol)
{
    ANSWER answer;
    LONG code = ask(RECONNECT, card, disposition, protocols, NULL, 0, &answer, NULL);
    (void)share;
    *protocol = answer.second;
    return code;
}

static LONG exchange(DWORD operation, HANDLE_NUMBER card, DWORD code, const BYTE *data, DWORD length, BYTE *into, DWORD *size)
{
    ANSWER answer;
    BYTE *said = calloc(1, LONGEST);
    LONG result = ask(operation, card, code, 0, data, length, &answer, said);
    if (!result)
        result = give(said, answer.length, into, size);
    free(said);
    return result;
}

EXPORT LONG WINAPI SCardTransmit(HANDLE_NUMBER card, const PCI *sent, const BYTE *data, DWORD length, PCI *got, BYTE *into,
                              DWORD *size)
{
    (void)got;
    return exchange(TRANSMIT, card, sent->protocol, data, length, into, size);
}

EXPORT LONG WINAPI SCardControl(HANDLE_NUMBER card, DWORD code, const void *data, DWORD length, void *into, DWORD room, DWORD *size)
{
    *size = room;
    return exchange(CONTROL, card, code, data, length, into, size);
}

EXPORT LONG WINAPI SCardStatusA(HANDLE_NUMBER card, char *readers, DWORD *readers_size, DWORD *state, DWORD *protocol, BYTE *atr,
                             DWORD *atr_size)
{
    ANSWER answer;
    BYTE *said = calloc(1, LONGEST);
    LONG code = ask(STATUS, card, 0, 0, NULL, 0, &answer, said);
    if (!code) {
        DWORD name = (DWORD)strlen((char *)said) + 2; /* the service ends it with two zeros */
        *state = answer.first;
        *protocol = answer.second;
        code = give(said, name, readers, readers_size);
        if (!code)
            code = give(said + name, answer.length - name, atr, atr_size);
    }
    free(said);
    return code;
}

/* pyscard wants to find these, and Sitthi calls none of them. */
#define REFUSED(name) EXPORT LONG WINAPI name(void) { return UNSUPPORTED; }
REFUSED(SCardAddReaderToGroupA) REFUSED(SCardForgetCardTypeA) REFUSED(SCardForgetReaderA)
REFUSED(SCardForgetReaderGroupA) REFUSED(SCardGetAttrib) REFUSED(SCardGetCardTypeProviderNameA)
REFUSED(SCardGetProviderIdA) REFUSED(SCardIntroduceCardTypeA) REFUSED(SCardIntroduceReaderA)
REFUSED(SCardIntroduceReaderGroupA) REFUSED(SCardListCardsA) REFUSED(SCardListInterfacesA)
REFUSED(SCardListReaderGroupsA) REFUSED(SCardLocateCardsA) REFUSED(SCardLocateCardsByATRA)
REFUSED(SCardReleaseStartedEvent) REFUSED(SCardRemoveReaderFromGroupA) REFUSED(SCardSetAttrib)
REFUSED(SCardSetCardTypeProviderNameA) REFUSED(SCardState)

EXPORT HANDLE WINAPI SCardAccessStartedEvent(void) { return NULL; }
