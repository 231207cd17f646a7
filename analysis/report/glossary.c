/*
 * glossary.c - what the words on the page mean, for those who have never seen
 * one like it.
 */
#include "analysis/report/html.h"
#include "analysis/report/report.h"

static const char *const terms[][2] = {
	{"contestant",
	 "A way to run tasks, with its size: async is one event loop, "
	 "threads:64 a pool of 64 threads, threads:match a thread per task in "
	 "flight, procs:cores a process per CPU."},
	{"operating point", "What contestants are compared at: a workload with "
			    "its parameters, a "
			    "load, and the CPUs to run on."},
	{"tasks in flight",
	 "How many tasks are running or queued at once. In a closed loop the "
	 "next task arrives when one ends. Tasks beyond the pool size queue, "
	 "and queueing time counts."},
	{"compute fraction", "The part of a task's own time that it computes; "
			     "the rest is "
			     "waiting."},
	{"95\u00a0% CI",
	 "Every cell is measured in several rounds, each in random order. "
	 "Numbers are medians over rounds. The interval beside them covers the "
	 "true median with 95\u00a0% confidence; with fewer than 6 rounds it "
	 "is the min–max range."},
	{"verdict",
	 "Contestants are compared within rounds. One wins if it is at least "
	 "5\u00a0% better than every rival and chance is ruled out at "
	 "95\u00a0%. A tie means that the gap is below 5\u00a0% with "
	 "90\u00a0% confidence. Inconclusive means that more rounds are "
	 "needed. With fewer than 6 rounds there is no verdict."},
	{"hatched",
	 "A contestant without a valid run at that point, and the validity "
	 "check that it failed: overload, for example, when arrivals exceeded "
	 "capacity. It is never a tie or a win."},
	{"noisy",
	 "A round with steal, throttling or other load, or in which a fixed "
	 "calibration job ran more than 3\u00a0% off. The worst are left out, "
	 "at most 3 in 10; if including them changes the verdict, it is "
	 "inconclusive (noise)."},
	{"bottleneck", "What limits a contestant: the CPU, the size of its "
		       "pool, the load "
		       "generator, or latency, where its tasks only wait."},
	{"open loop",
	 "Tasks arrive on a schedule made beforehand, regardless of earlier "
	 "ones; response time counts from the moment a task was due. A load of "
	 "70\u00a0% is 70\u00a0% of what that contestant itself can do."},
	{"SLO", "A limit on a percentile of the response time, such as "
		"p99\u00a0≤\u00a010\u00a0ms. The highest rate that meets it is "
		"the "
		"usable capacity."},
	{"p50, p99", "Percentiles: half of all responses, or 99\u00a0%, "
		     "finished within "
		     "this time, counted from the moment the task arrived."},
};

void report_glossary(FILE *to)
{
	fputs("<section>\n<h2>How to read this</h2>\n<dl class=\"terms\">\n",
	      to);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		fputs("<div>", to);
		html_element(to, "dt", NULL, terms[i][0]);
		html_element(to, "dd", NULL, terms[i][1]);
		fputs("</div>\n", to);
	}
	fputs("</dl>\n</section>\n", to);
}
