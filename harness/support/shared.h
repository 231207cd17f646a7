/*
 * shared.h - the harness's side of shared_memory(), which a workload calls.
 */
#ifndef HARNESS_SUPPORT_SHARED_H
#define HARNESS_SUPPORT_SHARED_H

/* Maps into this process the memory that the workload's setup() has asked for,
 * so that no first touch is measured. */
void shared_touch(void);

#endif
