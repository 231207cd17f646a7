/*
 * ticks.h - how the CPUs spent their time since boot, from /proc/stat.
 */
#ifndef BASE_TICKS_H
#define BASE_TICKS_H

/* Of all CPUs together, in clock ticks; NAN: not exposed. */
struct ticks {
	double total;
	double idle;  /* waiting for a disk included */
	double steal; /* given to other machines by the hypervisor */
};

/* Reads the counters as they are now. */
void ticks_read(const char *root, struct ticks *ticks);

#endif
