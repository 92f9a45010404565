/* C11 threads, as librdkafka uses them, in terms of POSIX threads: ThreadSanitizer follows only
 * those, has no stack for any other thread and crashes when it must report one. glibc's types are
 * the same underneath. Linked into every program of the preset tsan, and found before glibc's. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

struct start {
    thrd_start_t function;
    void* argument;
};

static void* run(void* memory) {
    const struct start start = *(struct start*)memory;
    free(memory);
    return (void*)(intptr_t)start.function(start.argument);
}

static int answer(int error) {
    if (error == 0) {
        return thrd_success;
    }
    return error == ETIMEDOUT ? thrd_timedout : thrd_error;
}

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
    struct start* start = malloc(sizeof *start);
    if (start == NULL) {
        return thrd_nomem;
    }
    start->function = function;
    start->argument = argument;
    const int error = pthread_create(thread, NULL, run, start);
    if (error != 0) {
        free(start);
    }
    return answer(error);
}

int thrd_join(thrd_t thread, int* result) {
    void* value = NULL;
    const int error = pthread_join(thread, &value);
    if (error == 0 && result != NULL) {
        *result = (int)(intptr_t)value;
    }
    return answer(error);
}

int mtx_lock(mtx_t* mutex) {
    return answer(pthread_mutex_lock((pthread_mutex_t*)mutex));
}

int mtx_unlock(mtx_t* mutex) {
    return answer(pthread_mutex_unlock((pthread_mutex_t*)mutex));
}

int cnd_signal(cnd_t* condition) {
    return answer(pthread_cond_signal((pthread_cond_t*)condition));
}

int cnd_broadcast(cnd_t* condition) {
    return answer(pthread_cond_broadcast((pthread_cond_t*)condition));
}

int cnd_wait(cnd_t* condition, mtx_t* mutex) {
    return answer(pthread_cond_wait((pthread_cond_t*)condition, (pthread_mutex_t*)mutex));
}

int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const struct timespec* until) {
    return answer(
        pthread_cond_timedwait((pthread_cond_t*)condition, (pthread_mutex_t*)mutex, until));
}
