/*
 * answers.c - see answers.h. Samples are taken from as many workers as there
 * are, the latest of each first: a mistake that shows late is the worse one.
 */
#include "harness/validity/answers.h"

#include "harness/cell/registry.h"
#include "harness/record/recorder.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CHECKED = 3 };
#define LIMIT_NS (20 * MS)

/* A sample of a worker that has `nth` younger ones; false if there is none. */
static bool sample_of(const struct recorder *recorder, unsigned nth,
		      struct sample *to)
{
	if (nth >= recorder->n_samples || nth >= RECORDER_SAMPLES)
		return false;
	*to = recorder->samples[(recorder->n_samples - 1 - nth) %
				RECORDER_SAMPLES];
	return true;
}

/* Up to CHECKED samples: of workers that lie far apart, then older ones. */
static int choose(const struct run *run, struct sample to[CHECKED])
{
	unsigned step = run->workers / CHECKED + 1;
	int n = 0;

	for (unsigned nth = 0; nth < RECORDER_SAMPLES && n < CHECKED; nth++)
		for (unsigned first = 0; first < step && n < CHECKED; first++)
			for (unsigned i = first;
			     i < run->workers && n < CHECKED; i += step)
				n += sample_of(&run->recorders[i], nth, &to[n]);
	return n;
}

/* The runner that can be asked. */
static const struct runner *reference(const char **name)
{
	const struct named_runner *r = registry_runners;

	while (r->name && !r->runner->recompute)
		r++;
	*name = r->name;
	return r->runner;
}

void answers_check(struct run *run)
{
	struct sample samples[CHECKED] = {0};
	uint64_t seeds[CHECKED], answers[CHECKED];
	const char *name;
	const struct runner *runner = reference(&name);
	int n = choose(run, samples), done;

	if (!runner || !n || run->stuck || run->interrupted || run->peer_died ||
	    atomic_load(&run->control->has_error))
		return;
	for (int i = 0; i < n; i++)
		seeds[i] = samples[i].seed;
	done = runner->recompute(run, seeds, answers, n, LIMIT_NS);
	if (done < 0)
		snprintf(run->wrong, sizeof run->wrong,
			 "seed %" PRIu64 " cannot be worked out by %s: %s",
			 seeds[0], name, strerrordesc_np(errno));
	for (int i = 0; i < done && !*run->wrong; i++)
		if (answers[i] != samples[i].answer)
			snprintf(run->wrong, sizeof run->wrong,
				 "seed %" PRIu64 " gave %016" PRIx64
				 ", %s gives %016" PRIx64,
				 seeds[i], samples[i].answer, name, answers[i]);
}
