/*
 * capacity.h - what the peer could do: driven for a moment by a client that
 * does nothing else, over the way that the contestant took.
 *
 * What a run asked of its peer says little of what the peer had left, because a
 * peer that is hardly asked pays a wake-up for each request. So after the run,
 * when the contestant's connections are closed, a few of its own are kept busy.
 * Requests are counted against the peer's CPU time, not against time: who
 * drives may have to share a CPU with it.
 */
#ifndef HARNESS_PEER_CAPACITY_H
#define HARNESS_PEER_CAPACITY_H

/* Requests, without a delay, that the peer serves in a second of its CPU time:
 * the best of several short stretches, some 25 ms in all. NAN if nobody has
 * connected to it before, or it could not be driven. Called while nobody else
 * is connected. */
double peer_capacity(void);

#endif
