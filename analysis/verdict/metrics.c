/*
 * metrics.c - the table of metrics: the only place that knows their names.
 *
 * A name says its unit, as everywhere: rates per second have none, times end in
 * _ns, sizes in _bytes. The names are the columns of cells.csv and the words
 * that a suite may write after `metric =`. More is better for rates alone.
 */
#include "analysis/verdict/metrics.h"

#include <string.h>

const struct metric_info metric_info[METRICS] = {
	[THROUGHPUT] = {"throughput", "tasks per second", true},
	[THROUGHPUT_PER_CPU] = {"throughput_per_cpu",
				"tasks per second of CPU time", true},
	[RESPONSE_P50] = {"response_p50_ns", "response time, median", false},
	[RESPONSE_P99] = {"response_p99_ns", "response time, 99th percentile",
			  false},
	[RESPONSE_P999] = {"response_p999_ns",
			   "response time, 99.9th percentile", false},
	[RESPONSE_MEAN] = {"response_mean_ns", "response time, mean", false},
	[QUEUE_P50] = {"queue_p50_ns", "time in the queue, median", false},
	[QUEUE_P99] = {"queue_p99_ns", "time in the queue, 99th percentile",
		       false},
	[QUEUE_MEAN] = {"queue_mean_ns", "time in the queue, mean", false},
	[SERVICE_P50] = {"service_p50_ns", "service time, median", false},
	[CPU_PER_TASK] = {"cpu_per_task_ns", "CPU time per task", false},
	[MEMORY_PER_TASK] = {"memory_per_task_bytes",
			     "memory per task in flight", false},
	[MEMORY_PEAK] = {"memory_peak_bytes", "peak memory", false},
	[SWITCHES_PER_TASK] = {"switches_per_task", "context switches per task",
			       false},
	[ELAPSED] = {"elapsed_ns", "elapsed time", false},
	[ACHIEVED_RATE] = {"achieved_rate", "arrivals per second", true},
};

bool metric_find(const char *name, enum metric *metric)
{
	size_t length = strlen(name);

	for (int i = 0; i < METRICS && length; i++) {
		const char *full = metric_info[i].name, *rest = full + length;

		if (strncmp(full, name, length))
			continue;
		if (*rest && strcmp(rest, "_ns") && strcmp(rest, "_bytes"))
			continue;
		*metric = (enum metric)i;
		return true;
	}
	return false;
}

bool metric_is_speed(enum metric metric)
{
	return metric == THROUGHPUT || metric == ELAPSED ||
	       (metric >= RESPONSE_P50 && metric <= SERVICE_P50);
}

static bool is_rate(enum metric metric)
{
	return metric == THROUGHPUT || metric == THROUGHPUT_PER_CPU ||
	       metric == ACHIEVED_RATE;
}

char *metric_value(enum metric metric, double value, char to[FORMAT_TEXT])
{
	return is_rate(metric) ? format_rate(value, to)
			       : metric_number(metric, value, to);
}

char *metric_number(enum metric metric, double value, char to[FORMAT_TEXT])
{
	if (is_rate(metric) || metric == SWITCHES_PER_TASK)
		return format_count(value, to);
	if (metric == MEMORY_PER_TASK || metric == MEMORY_PEAK)
		return format_bytes(value, to);
	return format_time(value, to);
}
