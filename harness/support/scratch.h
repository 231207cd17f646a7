/*
 * scratch.h - where scratch files are made. scratch_file() is in workload.h.
 *
 * They lie in the results folder because it is on a disk that somebody chose;
 * a file in /tmp may be nothing but memory.
 */
#ifndef HARNESS_SUPPORT_SCRATCH_H
#define HARNESS_SUPPORT_SCRATCH_H

/* Names the folder; "" is "results", or where there is none the current one.
 * The text is copied. */
void scratch_set(const char *folder);

#endif
