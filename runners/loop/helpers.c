/*
 * helpers.c - see helpers.h. A mutex and a condition variable: what is
 * offloaded takes long by definition, so a faster hand-over would not be seen.
 */
#include "runners/loop/helpers.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct helpers {
	job_done *done;
	pthread_mutex_t mutex;
	pthread_cond_t work;
	struct job *first, **last;
	bool stop;
	struct usage *used;
	unsigned n;
	pthread_t threads[];
};

/* The next job, or NULL when the helpers are to end. */
static struct job *next_job(struct helpers *helpers)
{
	struct job *job;

	pthread_mutex_lock(&helpers->mutex);
	while (!helpers->first && !helpers->stop)
		pthread_cond_wait(&helpers->work, &helpers->mutex);
	job = helpers->first;
	if (job)
		helpers->first = job->next;
	if (!helpers->first)
		helpers->last = &helpers->first;
	pthread_mutex_unlock(&helpers->mutex);
	return job;
}

static void *helper_main(void *argument)
{
	static const struct usage birth;
	struct helpers *helpers = argument;
	struct job *job;

	while ((job = next_job(helpers))) {
		job->task->error = job->function(job->task);
		helpers->done(job->task);
	}
	pthread_mutex_lock(&helpers->mutex);
	usage_add_since(helpers->used, &birth);
	pthread_mutex_unlock(&helpers->mutex);
	return NULL;
}

struct helpers *helpers_start(unsigned n, job_done *done, struct usage *used)
{
	struct helpers *helpers =
		calloc(1, sizeof *helpers + n * sizeof(pthread_t));
	int error = 0;

	if (!helpers)
		return NULL;
	helpers->done = done;
	helpers->used = used;
	helpers->last = &helpers->first;
	pthread_mutex_init(&helpers->mutex, NULL);
	pthread_cond_init(&helpers->work, NULL);
	while (!error && helpers->n < n) {
		error = pthread_create(&helpers->threads[helpers->n], NULL,
				       helper_main, helpers);
		helpers->n += !error;
	}
	if (!error)
		return helpers;
	helpers_stop(helpers);
	errno = error;
	return NULL;
}

void helpers_run(struct helpers *helpers, struct job *job)
{
	job->next = NULL;
	pthread_mutex_lock(&helpers->mutex);
	*helpers->last = job;
	helpers->last = &job->next;
	pthread_cond_signal(&helpers->work);
	pthread_mutex_unlock(&helpers->mutex);
}

void helpers_stop(struct helpers *helpers)
{
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
}
