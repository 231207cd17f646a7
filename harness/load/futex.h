/*
 * futex.h - sleep until a word in shared memory changes; works between threads
 * and between processes alike.
 */
#ifndef HARNESS_LOAD_FUTEX_H
#define HARNESS_LOAD_FUTEX_H

#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Sleeps if *word still is `expected`; may return early for no reason. */
static inline void futex_wait(_Atomic uint32_t *word, uint32_t expected)
{
	syscall(SYS_futex, word, FUTEX_WAIT, expected, NULL, NULL, 0);
}

/* Wakes up to `most` sleepers: how many there were. */
static inline long futex_wake(_Atomic uint32_t *word, int most)
{
	return syscall(SYS_futex, word, FUTEX_WAKE, most, NULL, NULL, 0);
}

#endif
