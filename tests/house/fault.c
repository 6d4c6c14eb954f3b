/* Loaded before the C library (LD_PRELOAD): what a disk that fails does to one folder. While the file
 * BEFFROI_FAULT says "write 5", "sync 5" or "all 30", these calls on files below BEFFROI_FAULT_FOLDER
 * fail with that errno; "all" is what a file system does that was mounted anew for reading only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum act { WRITE, SYNC, OPEN };

static int fault_of(enum act act)
{
    const char *control = getenv("BEFFROI_FAULT");
    char said[32] = "", word[16] = "";
    int number = 0;
    long fd = control ? syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 0;
    syscall(SYS_read, fd, said, sizeof said - 1);
    syscall(SYS_close, fd);
    if (sscanf(said, "%15s %d", word, &number) != 2)
        return 0;
    if (!strcmp(word, "all") || (act == WRITE && !strcmp(word, "write")) || (act == SYNC && !strcmp(word, "sync")))
        return number;
    return 0;
}

static int is_below(const char *path)
{
    const char *folder = getenv("BEFFROI_FAULT_FOLDER");
    return folder && !strncmp(path, folder, strlen(folder));
}

static int fails(int fd, enum act act)
{
    char name[64], path[4096];
    int saved = errno, fault;
    ssize_t length;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    length = readlink(name, path, sizeof path - 1);
    errno = saved;
    if (length < 0)
        return 0;
    path[length] = 0;
    if (!is_below(path) || !(fault = fault_of(act)))
        return 0;
    errno = fault;
    return 1;
}

#define NEXT(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *octets, size_t count)
{
    return fails(fd, WRITE) ? -1 : NEXT(ssize_t, "write", int, const void *, size_t)(fd, octets, count);
}

ssize_t pwrite(int fd, const void *octets, size_t count, off_t at)
{
    return fails(fd, WRITE) ? -1 : NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t)(fd, octets, count, at);
}

ssize_t pwrite64(int fd, const void *octets, size_t count, off_t at)
{
    return fails(fd, WRITE) ? -1 : NEXT(ssize_t, "pwrite64", int, const void *, size_t, off_t)(fd, octets, count, at);
}

int ftruncate(int fd, off_t length)
{
    return fails(fd, WRITE) ? -1 : NEXT(int, "ftruncate", int, off_t)(fd, length);
}

int ftruncate64(int fd, off_t length)
{
    return fails(fd, WRITE) ? -1 : NEXT(int, "ftruncate64", int, off_t)(fd, length);
}

int fsync(int fd)
{
    return fails(fd, SYNC) ? -1 : NEXT(int, "fsync", int)(fd);
}

int fdatasync(int fd)
{
    return fails(fd, SYNC) ? -1 : NEXT(int, "fdatasync", int)(fd);
}

static int opens(const char *name, const char *path, int flags, mode_t mode)
{
    int fault = (flags & (O_WRONLY | O_RDWR | O_CREAT)) && is_below(path) ? fault_of(OPEN) : 0;
    if (fault) {
        errno = fault;
        return -1;
    }
    return NEXT(int, name, const char *, int, ...)(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    return opens("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    return opens("open64", path, flags, mode);
}
