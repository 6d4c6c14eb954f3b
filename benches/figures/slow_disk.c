/* Loaded before the C library (LD_PRELOAD): a disk that has what was written a millisecond later, as one without a
 * battery behind its cache does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>

typedef int sync_call(int);

static int later(const char *name, int fd)
{
    struct timespec millisecond = {0, 1000000};
    int done = ((sync_call *)dlsym(RTLD_NEXT, name))(fd);
    nanosleep(&millisecond, NULL);
    return done;
}

int fsync(int fd)
{
    return later("fsync", fd);
}

int fdatasync(int fd)
{
    return later("fdatasync", fd);
}
