/*
 * slo.h - avt run --slo: the highest rate that keeps a slo.
 */
#ifndef CLI_SLO_H
#define CLI_SLO_H

#include "cli/request.h"

/* Searches for every cell of the request, one after the other, and prints what
 * it finds: a sentence each, or a line of JSON. The exit status. */
int slo_run(const struct request *request, double calibration);

#endif
