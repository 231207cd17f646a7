/*
 * version.h - which avt this is: for --version, and for machine.json, so that
 * an old result says what measured it.
 */
#ifndef HARNESS_VERSION_H
#define HARNESS_VERSION_H

#define AVT_VERSION "0.1.0"

#endif
