/*
 * job.c - see job.h.
 */
#include "harness/job.h"

#include <stdio.h>
#include <string.h>

json_t *job_to_json(const struct job *job)
{
	json_t *json = json_pack(
		"{s:i, s:i, s:I, s:f, s:s, s:s, s:s}", "round", (int)job->round,
		"position", (int)job->position, "seed", (json_int_t)job->seed,
		"calibration", job->calibration, "scratch", job->scratch,
		"histogram", job->histogram, "histogram_name",
		job->histogram_name);

	if (json)
		cell_to_json(&job->cell, json);
	return json;
}

bool job_from_json(const json_t *json, struct job *job, char error[CELL_ERROR])
{
	const char *scratch, *histogram, *name;
	int round, position;
	json_int_t seed;

	memset(job, 0, sizeof *job);
	if (json_unpack((json_t *)json, "{s:i, s:i, s:I, s:F, s:s, s:s, s:s}",
			"round", &round, "position", &position, "seed", &seed,
			"calibration", &job->calibration, "scratch", &scratch,
			"histogram", &histogram, "histogram_name", &name) < 0) {
		snprintf(error, CELL_ERROR, "a field of the job is missing");
		return false;
	}
	job->round = (unsigned)round;
	job->position = (unsigned)position;
	job->seed = (uint64_t)seed;
	snprintf(job->scratch, sizeof job->scratch, "%s", scratch);
	snprintf(job->histogram, sizeof job->histogram, "%s", histogram);
	snprintf(job->histogram_name, sizeof job->histogram_name, "%s", name);
	return cell_from_json(json, &job->cell, error);
}
