/*
 * touch.h - what is about to be used is mapped before time counts: memory gets a
 * page when it is first touched, and a process an entry for it of its own.
 */
#ifndef HARNESS_MACHINE_TOUCH_H
#define HARNESS_MACHINE_TOUCH_H

#include <stddef.h>

/* Makes the pages that hold these bytes of a shared mapping present and writable
 * in this process, without changing what is in them, whoever writes there
 * meanwhile. Errors are none: what cannot be touched now is touched by use. */
void touch_shared(void *memory, size_t bytes);

/* Maps the program's code and constants, and what of its libraries every task
 * needs: a forked process has to find each page of them again. No memory of its
 * own is used up. */
void touch_code(void);

#endif
