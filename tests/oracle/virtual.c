/*
 * virtual.c - see virtual.h.
 *
 * Time jumps from one event to the next: an arrival, the end of a service, the
 * end of a freeze. A task ends at its deadline, exactly; the next one on that
 * server starts when the wheel says so, up to a tick (8 us) later, which is
 * nothing beside services of 50 ms and more.
 */
#include "tests/oracle/virtual.h"

#include "harness/load/queue.h"
#include "harness/load/wheel.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A server; its timer runs while it serves. Who waits between two services is
 * one as well, but never idle. */
struct server {
	struct timer timer; /* first: found by a cast */
	struct server *next_idle;
	int64_t arrive, start;
};

/* A point while it works. */
struct works {
	struct virtual_point *point;
	const struct schedule *schedule; /* of an open load, else NULL */
	uint64_t posted;                 /* of the schedule */
	int64_t until;                   /* of a closed load */
	struct queue *queue;
	struct wheel wheel;
	struct server *servers, *idle;
	struct server *waiting; /* who waits, or could: as many as tasks */
	struct server *free;    /* of these */
};

/* A test without memory has nothing to say. */
static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

struct virtual_point *virtual_new(unsigned servers, double service_ns)
{
	struct virtual_point *point = must(calloc(1, sizeof *point));

	point->servers = servers;
	point->service_ns = service_ns;
	point->seed = 1;
	hist_reset(&point->wait);
	hist_reset(&point->response);
	return point;
}

/* As workloads draw them. */
static int64_t draw(struct virtual_point *point, double mean)
{
	return drawn_ns((int64_t)mean, point->times, point->seed++);
}

static bool frozen(const struct virtual_point *point, int64_t now)
{
	return now >= point->freeze_at &&
	       now < point->freeze_at + point->freeze_ns;
}

/* A service that a freeze falls into ends later by the freeze. */
static int64_t end_of(struct virtual_point *point, int64_t start)
{
	int64_t end = start + draw(point, point->service_ns);

	if (point->freeze_ns && start < point->freeze_at &&
	    end > point->freeze_at)
		end += point->freeze_ns;
	return end;
}

/* A task leaves the line for an idle server. */
static void begin(struct works *works, const struct arrival *arrival,
		  int64_t now)
{
	struct server *server = works->idle;

	works->idle = server->next_idle;
	server->arrive = arrival->arrive;
	server->start = now;
	wheel_add(&works->wheel, &server->timer, end_of(works->point, now));
}

static bool waits(const struct works *works, const struct server *server)
{
	return server >= works->waiting;
}

/* A closed load goes on: at that instant, or after a wait. */
static void come_back(struct works *works, int64_t now)
{
	struct server *waiter = works->free;
	double wait = works->point->wait_ns;

	if (wait <= 0) {
		queue_post(works->queue, now);
		return;
	}
	works->free = waiter->next_idle;
	wheel_add(&works->wheel, &waiter->timer,
		  now + draw(works->point, wait));
}

/* The next task arrives, behind those already in line. */
static void end_wait(struct works *works, struct server *waiter)
{
	if (waiter->timer.deadline < works->until)
		queue_post(works->queue, waiter->timer.deadline);
	waiter->next_idle = works->free;
	works->free = waiter;
}

/* A service is over. */
static void end(struct works *works, struct server *server)
{
	struct virtual_point *point = works->point;
	int64_t now = server->timer.deadline;

	if (server->arrive >= point->skip_ns) {
		hist_add(&point->wait, server->start - server->arrive);
		hist_add(&point->response, now - server->arrive);
	}
	point->ended++;
	if (now > point->last_end)
		point->last_end = now;
	if (!works->schedule && now < works->until)
		come_back(works, now);
	server->next_idle = works->idle;
	works->idle = server;
}

/* Posts what has arrived by now; the instant of the next arrival. */
static int64_t post_arrivals(struct works *works, int64_t now)
{
	const struct schedule *schedule = works->schedule;

	if (!schedule)
		return INT64_MAX;
	while (works->posted < schedule->n &&
	       schedule->at[works->posted] <= now)
		queue_post(works->queue, schedule->at[works->posted++]);
	return works->posted < schedule->n ? schedule->at[works->posted]
					   : INT64_MAX;
}

/* Everything that happens now: when is the next time? */
static int64_t happen(struct works *works, int64_t now)
{
	struct timer *timer = wheel_expired(&works->wheel, now), *next;
	struct arrival arrival;
	int64_t arrive, due;

	for (; timer; timer = next) {
		next = timer->next;
		if (waits(works, (struct server *)timer))
			end_wait(works, (struct server *)timer);
		else
			end(works, (struct server *)timer);
	}
	/* Who is stopped finds, when it goes on, all that came meanwhile. */
	if (frozen(works->point, now))
		now = works->point->freeze_at + works->point->freeze_ns;
	arrive = post_arrivals(works, now);
	while (works->idle && queue_try_take(works->queue, &arrival))
		begin(works, &arrival, now);
	due = wheel_next(&works->wheel);
	return arrive < due ? arrive : due;
}

/* Puts all in one list, and gives the first. */
static struct server *chain(struct server *servers, uint64_t n)
{
	struct server *first = NULL;

	for (uint64_t i = 0; i < n; i++) {
		servers[i].next_idle = first;
		first = &servers[i];
	}
	return first;
}

/* From the empty point to the empty point. Who waits lies behind the servers,
 * in the same array. */
static void work(struct works *works, uint64_t capacity)
{
	unsigned servers = works->point->servers;
	uint64_t waiting = works->schedule ? 0 : capacity;
	int64_t now = 0;

	works->servers =
		must(calloc(servers + waiting, sizeof *works->servers));
	works->idle = chain(works->servers, servers);
	works->waiting = works->servers + servers;
	works->free = chain(works->waiting, waiting);
	wheel_init_ticks(&works->wheel, 0, 13);
	works->queue = must(
		aligned_alloc(64, (queue_bytes(capacity) + 63) & ~(size_t)63));
	memset(works->queue, 0, queue_bytes(capacity));
	queue_init(works->queue, capacity, UINT64_MAX);
	for (unsigned i = 0; !works->schedule && i < capacity; i++)
		queue_post(works->queue, 0);
	while (now < INT64_MAX)
		now = happen(works, now);
	free(works->queue);
	free(works->servers);
}

void virtual_open(struct virtual_point *point, const struct schedule *schedule)
{
	struct works works = {.point = point, .schedule = schedule};

	work(&works, schedule->n);
}

void virtual_closed(struct virtual_point *point, unsigned tasks, int64_t until)
{
	struct works works = {.point = point, .until = until};

	work(&works, tasks);
}
