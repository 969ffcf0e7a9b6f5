// What a file system may lack, as LD_PRELOAD brings it about: each call that a variable names fails with
// that errno. FLOCK, FSYNC_FOLDER, FSYNC_FILE, FDATASYNC stand for calls of the C library; FALLOCATE and
// FTRUNCATE for system calls, which a filter refuses whoever makes them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int wanted(const char *call) {
    const char *number = getenv(call);
    return number ? atoi(number) : 0;
}

static int fail(int number) {
    errno = number;
    return -1;
}

int flock(int fd, int operation) {
    int number = wanted("FLOCK");
    return number ? fail(number) : (int)syscall(SYS_flock, fd, operation);
}

int fsync(int fd) {
    struct stat seen;
    int is_folder = fstat(fd, &seen) == 0 && S_ISDIR(seen.st_mode);
    int number = wanted(is_folder ? "FSYNC_FOLDER" : "FSYNC_FILE");
    return number ? fail(number) : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
    int number = wanted("FDATASYNC");
    return number ? fail(number) : (int)syscall(SYS_fdatasync, fd);
}

static void refuse(unsigned call, int number) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | number),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        _exit(99);
    }
}

__attribute__((constructor)) static void start(void) {
    if (wanted("FALLOCATE")) refuse(SYS_fallocate, wanted("FALLOCATE"));
    if (wanted("FTRUNCATE")) refuse(SYS_ftruncate, wanted("FTRUNCATE"));
}
