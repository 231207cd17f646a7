/*
 * cpus.h - where a run happens: CPU sets, and limits raised as far as allowed.
 */
#ifndef HARNESS_MACHINE_CPUS_H
#define HARNESS_MACHINE_CPUS_H

#include <sched.h>
#include <stddef.h>

/* Binds the calling thread, and what it starts from now on, to a list; ""
 * changes nothing. 0, or -1 with errno. */
int cpus_bind(const char *list);

/* The CPUs of `all` that `taken` leaves, as a list; "" when there are none or
 * `taken` is "". Returns to. */
char *cpus_rest(const cpu_set_t *all, const char *taken, char *to, size_t size);

/* How many CPUs a list names; for "" those this process may use. */
unsigned cpus_count(const char *list);

/* Raises the limits of descriptors and processes to what is allowed. */
void cpus_raise_limits(void);

#endif
