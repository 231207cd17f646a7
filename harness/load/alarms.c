/*
 * alarms.c - see alarms.h.
 */
#include "harness/load/alarms.h"

#include "harness/record/clock.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* How fast it gets used to waking late, and how early it is at most. */
enum { CREEP_NS = 200, MOST_EARLY_NS = 50000 };

int alarms_open(struct alarms *alarms)
{
	*alarms = (struct alarms){0};
	for (int i = 0; i < ALARMS; i++) {
		alarms->fds[i] = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
		if (alarms->fds[i] < 0)
			return -1;
	}
	return 0;
}

int alarms_set(struct alarms *alarms, int64_t instant)
{
	unsigned i = (alarms->first + alarms->n++) % ALARMS;
	struct itimerspec at;

	alarms->instant[i] = instant;
	alarms->meant[i] = instant - alarms->late;
	at = (struct itimerspec){.it_value = clock_timespec(alarms->meant[i])};
	return timerfd_settime(alarms->fds[i], TFD_TIMER_ABSTIME, &at, NULL);
}

/* A timer that expires while its predecessor is waited for awake is looked at
 * late; as only the least counts, that teaches nothing wrong for long. */
static void learn(struct alarms *alarms, int64_t late)
{
	alarms->late += CREEP_NS;
	if (alarms->late > late)
		alarms->late = late;
	if (alarms->late > MOST_EARLY_NS)
		alarms->late = MOST_EARLY_NS;
}

int64_t alarms_wait(struct alarms *alarms)
{
	unsigned i = alarms->first;
	uint64_t times;
	int64_t now;

	while (read(alarms->fds[i], &times, sizeof times) < 0)
		if (errno != EINTR)
			return -1;
	alarms->first = (i + 1) % ALARMS;
	alarms->n--;
	now = clock_now();
	learn(alarms, now - alarms->meant[i]);
	while (now < alarms->instant[i])
		now = clock_now();
	return now;
}
