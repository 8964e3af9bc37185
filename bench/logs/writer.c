/* A child that writes lines, for the benchmark of the log pump.
 *
 *   writer DIRECTORY ID bytes TOTAL SIZE     TOTAL bytes in writes of SIZE
 *   writer DIRECTORY ID seconds TIME SIZE    for so long, as fast as possible
 *   writer DIRECTORY ID rate TIME SIZE N     for so long, N writes a second
 *
 * It makes DIRECTORY/ready-ID, waits until somebody opens the named pipe DIRECTORY/gate for writing, writes, ends with
 * the line "END-ID", leaves "BYTES BEGIN END" (bytes, ns, ns) in DIRECTORY/done-ID and sleeps until it is ended.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 100 };

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t ns)
{
    struct timespec t = {ns / 1000000000, ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL))
        ;
}

static void put(const char *bytes, size_t count)
{
    while (count) {
        ssize_t taken = write(1, bytes, count);
        if (taken < 0)
            _exit(1);
        bytes += taken;
        count -= (size_t)taken;
    }
}

static FILE *leave(const char *directory, const char *name, const char *id)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s-%s", directory, name, id);
    FILE *file = fopen(path, "w");
    if (!file)
        _exit(2);
    return file;
}

int main(int argc, char **argv)
{
    if (argc < 6)
        return 2;
    const char *directory = argv[1], *id = argv[2], *mode = argv[3];
    double amount = atof(argv[4]);
    size_t size = strtoul(argv[5], NULL, 10);
    double rate = argc > 6 ? atof(argv[6]) : 0;
    char *block = malloc(size), path[4096], last[64];
    memset(block, 'x', size);
    for (size_t i = LINE - 1; i < size; i += LINE)
        block[i] = '\n';

    snprintf(path, sizeof path, "%s/gate", directory);
    fclose(leave(directory, "ready", id));
    close(open(path, O_RDONLY));

    int64_t begin = now(), bytes = 0, writes = 0;
    int64_t end = begin + (int64_t)(amount * 1e9);
    if (!strcmp(mode, "bytes")) {
        for (; bytes < (int64_t)amount; bytes += (int64_t)size)
            put(block, size);
    } else {
        for (; now() < end; bytes += (int64_t)size) {
            put(block, size);
            if (rate > 0)
                sleep_until(begin + (int64_t)((double)++writes * 1e9 / rate));
        }
    }
    int length = snprintf(last, sizeof last, "\nEND-%s\n", id);
    put(last, (size_t)length);
    FILE *done = leave(directory, "done", id);
    fprintf(done, "%lld %lld %lld\n", (long long)(bytes + length), (long long)begin, (long long)now());
    fclose(done);
    for (;;)
        pause();
}
