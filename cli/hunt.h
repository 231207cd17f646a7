/*
 * hunt.h - avt run --slo: the highest rate that meets an SLO.
 */
#ifndef CLI_HUNT_H
#define CLI_HUNT_H

#include "cli/request.h"

/* Searches for every cell of the request, one after the other, and prints what
 * it finds: a sentence each, or a line of JSON. The exit status. */
int hunt_run(const struct request *request, double calibration);

#endif
