/*
 * twin.c - the sleep, hash and call workloads written by hand on each model,
 * with nothing recorded: what the suite may at most add is seen beside it.
 *
 *	twin sleep|hash|call loop|threads|procs N WAIT_US MS [CPUS PEER_CPUS]
 *
 * N tasks are always in flight, each waiting (or, for hash, computing) WAIT_US.
 * Threads and processes block; the loop of `sleep` is a timing wheel behind one
 * timerfd, that of `call` a libev client whose callback sends the next request.
 * A worker adds one to a counter of its own a task; after a warm-up the first
 * thread looks at all counters and CPU clocks twice, MS apart.
 *
 * Work is calibrated, or $CALIBRATION iterations of compute() per ms. Prints
 * tasks per second and ns of CPU time a task.
 */
#include "tests/perf/perf.h"

#include "harness/contract/workload.h"
#include "harness/load/wheel.h"
#include "harness/machine/cpus.h"
#include "harness/peer/peer.h"
#include "harness/record/clock.h"
#include "harness/support/compute.h"

#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define USAGE                                                         \
	"twin sleep|hash|call loop|threads|procs N WAIT_US MS [CPUS " \
	"PEER_CPUS]"

enum { WARMUP_MS = 100, STACK = 64 << 10 };

/* One worker's counter, alone in its cache line. */
struct counter {
	_Alignas(64) _Atomic uint64_t tasks;
	clockid_t clock;
};

static struct counter *counters; /* shared by threads and processes alike */
static _Atomic uint32_t *ready;
static int64_t wait_ns;
static uint64_t iterations;
static unsigned in_flight;
static pid_t *pids; /* of processes, else NULL */

static void count(struct counter *counter)
{
	atomic_store_explicit(
		&counter->tasks,
		atomic_load_explicit(&counter->tasks, memory_order_relaxed) + 1,
		memory_order_relaxed);
}

/* --- blocking workers ---------------------------------------------------- */

static void exchange(int fd, struct peer_request *request)
{
	struct peer_reply reply;
	size_t got = 0;

	request->seed++;
	if (write(fd, request, sizeof *request) != sizeof *request)
		perf_die("write");
	while (got < sizeof reply) {
		ssize_t n = read(fd, (char *)&reply + got, sizeof reply - got);

		if (n <= 0)
			perf_die("read");
		got += (size_t)n;
	}
	if (reply.digest != mix64(request->seed))
		perf_die("a reply with the wrong digest");
}

static void sleep_forever(struct counter *counter)
{
	struct timespec span = clock_timespec(wait_ns);

	for (;; count(counter))
		clock_nanosleep(CLOCK_MONOTONIC, 0, &span, NULL);
}

static void hash_forever(struct counter *counter)
{
	uint64_t seed = 0;

	for (;; count(counter))
		seed = compute(seed, iterations);
}

static void call_forever(struct counter *counter)
{
	struct peer_request request = {.delay_ns = wait_ns};
	int fd = peer_connect(TRANSPORT_TCP);

	if (fd < 0)
		perf_die("peer_connect");
	atomic_fetch_add(ready, 1);
	for (;; count(counter))
		exchange(fd, &request);
}

static void (*body)(struct counter *counter);

static void *work(void *argument)
{
	struct counter *counter = argument;

	if (body != call_forever)
		atomic_fetch_add(ready, 1);
	body(counter);
	return NULL;
}

static void start_threads(void)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	for (unsigned i = 0; i < in_flight; i++)
		if (pthread_create(&thread, &attributes, work, &counters[i]) ||
		    pthread_getcpuclockid(thread, &counters[i].clock))
			perf_die("pthread_create");
	pthread_attr_destroy(&attributes);
}

static void start_processes(void)
{
	pids = calloc(in_flight, sizeof *pids);
	if (!pids)
		perf_die("calloc");
	for (unsigned i = 0; i < in_flight; i++) {
		pid_t pid = fork();

		if (pid < 0)
			perf_die("fork");
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			work(&counters[i]);
		}
		pids[i] = pid;
		clock_getcpuclockid(pid, &counters[i].clock);
	}
}

/* --- loops --------------------------------------------------------------- */

/* A timing wheel behind one timerfd, which is armed again when the wheel has work
 * at another instant. */
static void *sleep_on_loop(void *argument)
{
	struct counter *counter = argument;
	struct timer *timers = calloc(in_flight, sizeof *timers), *next;
	int timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	int epoll = epoll_create1(0);
	struct epoll_event event = {.events = EPOLLIN};
	struct wheel wheel;

	if (!timers || timer_fd < 0 || epoll < 0 ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, timer_fd, &event) < 0)
		perf_die("timerfd");
	wheel_init(&wheel, clock_now(), 50000);
	for (unsigned i = 0; i < in_flight; i++)
		wheel_add(&wheel, &timers[i], clock_now() + wait_ns);
	atomic_fetch_add(ready, in_flight);
	for (;;) {
		struct itimerspec when = {
			.it_value = clock_timespec(wheel_next(&wheel))};
		struct timer *timer;

		timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
		epoll_wait(epoll, &event, 1, -1);
		timer = wheel_expired(&wheel, clock_now());
		for (; timer; timer = next) {
			next = timer->next;
			wheel_add(&wheel, timer, clock_now() + wait_ns);
			count(counter);
		}
	}
	return NULL;
}

/* A connection of the loop and what came of its reply. */
struct client {
	ev_io watcher; /* first: found by a cast */
	struct counter *counter;
	size_t got;
	struct peer_request request;
	struct peer_reply reply;
};

static void send_request(struct client *client)
{
	client->request.seed++;
	client->got = 0;
	if (write(client->watcher.fd, &client->request,
		  sizeof client->request) != sizeof client->request)
		perf_die("write");
}

static void on_reply(struct ev_loop *loop, ev_io *watcher, int events)
{
	struct client *client = (struct client *)watcher;
	ssize_t n = read(watcher->fd, (char *)&client->reply + client->got,
			 sizeof client->reply - client->got);

	(void)loop;
	(void)events;
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0)
		perf_die("read");
	client->got += (size_t)n;
	if (client->got < sizeof client->reply)
		return;
	if (client->reply.digest != mix64(client->request.seed))
		perf_die("a reply with the wrong digest");
	count(client->counter);
	send_request(client);
}

static void *call_on_loop(void *argument)
{
	struct counter *counter = argument;
	struct ev_loop *loop = ev_loop_new(EVFLAG_NOENV | EVBACKEND_EPOLL);
	struct client *clients = calloc(in_flight, sizeof *clients);

	if (!loop || !clients)
		perf_die("libev");
	for (unsigned i = 0; i < in_flight; i++) {
		int fd = peer_connect(TRANSPORT_TCP);

		if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
			perf_die("peer_connect");
		clients[i].counter = counter;
		clients[i].request.delay_ns = wait_ns;
		ev_io_init(&clients[i].watcher, on_reply, fd, EV_READ);
		ev_io_start(loop, &clients[i].watcher);
		send_request(&clients[i]);
	}
	atomic_fetch_add(ready, in_flight);
	ev_run(loop, 0);
	return NULL;
}

static void start_loop(void *(*run)(void *))
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, &counters[0]) ||
	    pthread_getcpuclockid(thread, &counters[0].clock))
		perf_die("pthread_create");
}

/* --- looking on ---------------------------------------------------------- */

struct look {
	int64_t at_ns, cpu_ns;
	uint64_t tasks;
};

static void look(struct look *to)
{
	*to = (struct look){.at_ns = clock_now()};
	for (unsigned i = 0; i < in_flight; i++) {
		to->tasks += atomic_load(&counters[i].tasks);
		if (counters[i].clock)
			to->cpu_ns += clock_cpu(counters[i].clock);
	}
}

static void sleep_ms(uint64_t ms)
{
	clock_sleep_until(clock_now() + (int64_t)ms * 1000000);
}

static void measure_for(uint64_t ms)
{
	struct look before, after;

	while (atomic_load(ready) < in_flight)
		sleep_ms(1);
	sleep_ms(WARMUP_MS + 3 * (uint64_t)wait_ns / 1000000);
	look(&before);
	sleep_ms(ms);
	look(&after);
	printf("%.1f %.1f\n",
	       (double)(after.tasks - before.tasks) * 1e9 /
		       (double)(after.at_ns - before.at_ns),
	       (double)(after.cpu_ns - before.cpu_ns) /
		       (double)(after.tasks - before.tasks));
	fflush(stdout);
}

static void start(const char *work_name, const char *model)
{
	int is_call = strcmp(work_name, "call") == 0;

	body = is_call                          ? call_forever
	       : strcmp(work_name, "hash") == 0 ? hash_forever
						: sleep_forever;
	if (strcmp(model, "threads") == 0)
		start_threads();
	else if (strcmp(model, "procs") == 0)
		start_processes();
	else if (strcmp(model, "loop") == 0 && body != hash_forever)
		start_loop(is_call ? call_on_loop : sleep_on_loop);
	else
		perf_usage(USAGE);
}

static void *share(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (at == MAP_FAILED)
		perf_die("mmap");
	return at;
}

int main(int argc, char **argv)
{
	if (argc != 6 && argc != 8)
		perf_usage(USAGE);
	in_flight = (unsigned)perf_count(argv[3], USAGE);
	wait_ns = (int64_t)perf_count(argv[4], USAGE) * 1000;
	counters = share(in_flight * sizeof *counters);
	ready = share(sizeof *ready);
	cpus_raise_limits();
	compute_set_rate(getenv("CALIBRATION") ? atof(getenv("CALIBRATION"))
					       : compute_calibrate());
	iterations = compute_iterations(wait_ns);
	if (strcmp(argv[1], "call") == 0 &&
	    peer_start(argc == 8 ? argv[7] : "") < 0)
		perf_die("peer_start");
	if (argc == 8 && cpus_bind(argv[6]) < 0)
		perf_die("cpus_bind");
	start(argv[1], argv[2]);
	measure_for(perf_count(argv[5], USAGE));
	for (unsigned i = 0; pids && i < in_flight; i++)
		kill(pids[i], SIGKILL);
	_exit(0); /* threads still call: they and the peer end with us */
}
