/*
 * helpers.c - see helpers.h. A mutex and a condition variable: what is
 * offloaded takes long by definition, so a faster hand-over would not be seen.
 */
#include "runners/loop/helpers.h"

#include "harness/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The helpers of one loop. */
struct helpers {
	struct loop *loop;
	pthread_mutex_t mutex;
	pthread_cond_t work;
	struct slots jobs;
	bool stop;
	unsigned n;
	pthread_t threads[];
};

/* The next job, or NULL when the helpers are to end. */
static struct slot *next_job(struct helpers *helpers)
{
	struct slot *slot;

	pthread_mutex_lock(&helpers->mutex);
	while (!(slot = slots_take(&helpers->jobs)) && !helpers->stop)
		pthread_cond_wait(&helpers->work, &helpers->mutex);
	pthread_mutex_unlock(&helpers->mutex);
	return slot;
}

/* What helpers use is added to their loop's recorder: async+4 has to pay for its
 * four threads. They add one after the other, under the mutex. */
static void *helper_main(void *argument)
{
	static const struct usage birth;
	struct helpers *helpers = argument;
	struct slot *slot;

	while ((slot = next_job(helpers))) {
		slot->task.error = slot->wait.offload.function(&slot->task);
		slot->task.moved = 1;
		slot_ready_elsewhere(slot);
	}
	pthread_mutex_lock(&helpers->mutex);
	usage_add_since(&helpers->loop->worker.recorder->usage, &birth);
	pthread_mutex_unlock(&helpers->mutex);
	return NULL;
}

/* On an error those that run stay, for helpers_stop() to end. */
bool helpers_start(struct loop *loop, unsigned n)
{
	struct helpers *helpers =
		calloc(1, sizeof *helpers + n * sizeof(pthread_t));
	int error = helpers ? 0 : ENOMEM;

	loop->helpers = helpers;
	if (helpers) {
		helpers->loop = loop;
		pthread_mutex_init(&helpers->mutex, NULL);
		pthread_cond_init(&helpers->work, NULL);
		slots_init(&helpers->jobs);
	}
	while (!error && helpers->n < n) {
		error = pthread_create(&helpers->threads[helpers->n], NULL,
				       helper_main, helpers);
		helpers->n += !error;
	}
	if (error)
		run_fail(loop->worker.run, CHECK_SETUP,
			 "cannot start %u helpers: %s", n,
			 strerrordesc_np(error));
	return !error;
}

void helpers_run(struct slot *slot, offloaded *function)
{
	struct helpers *helpers = slot_loop(slot)->helpers;

	pthread_mutex_lock(&helpers->mutex);
	slot->wait.offload.function = function;
	slots_put(&helpers->jobs, slot);
	pthread_cond_signal(&helpers->work);
	pthread_mutex_unlock(&helpers->mutex);
}

void helpers_stop(struct loop *loop)
{
	struct helpers *helpers = loop->helpers;

	if (!helpers)
		return;
	pthread_mutex_lock(&helpers->mutex);
	helpers->stop = true;
	pthread_cond_broadcast(&helpers->work);
	pthread_mutex_unlock(&helpers->mutex);
	for (unsigned i = 0; i < helpers->n; i++)
		pthread_join(helpers->threads[i], NULL);
	pthread_cond_destroy(&helpers->work);
	pthread_mutex_destroy(&helpers->mutex);
	free(helpers);
	loop->helpers = NULL;
}
