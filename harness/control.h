/*
 * control.h - the few words that everybody in a run looks at: gate, window,
 * and whether to give up. In the run's shared mapping.
 *
 * The supervisor opens the gate when all workers are ready, and writes the
 * instants of the measured window before it does so.
 */
#ifndef HARNESS_CONTROL_H
#define HARNESS_CONTROL_H

#include <stdatomic.h>
#include <stdint.h>

enum { CONTROL_ERROR = 256 };

/* What workers, generator and injectors share with the supervisor. */
struct control {
	_Atomic uint32_t gate;       /* futex: 1 once open */
	_Atomic uint32_t leave;      /* futex: 1 once workers may go */
	_Atomic uint32_t called_off; /* set-up failed: nobody starts */
	_Atomic uint32_t abandon;    /* the drain took too long: stop at once */
	_Atomic uint32_t ready;      /* workers at the gate */
	_Atomic uint32_t finished;   /* workers without further tasks */
	_Atomic uint32_t has_error;  /* 2 once the error is written */
	_Atomic uint32_t no_descriptors; /* why a slot could not be opened */
	int64_t opened_ns;               /* the gate, on clock_now() */
	int64_t from_ns;                 /* start of the measured window */
	_Atomic int64_t until_ns;        /* its end; INT64_MAX for a batch */
	unsigned check;                  /* of the error: an enum check */
	char error[CONTROL_ERROR];       /* the first that failed, one line */
};

#endif
