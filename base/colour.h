/*
 * colour.h - colours as text, "#0072b2": checked before they go into a page or
 * a figure, since a results folder may hold anything.
 */
#ifndef BASE_COLOUR_H
#define BASE_COLOUR_H

#include <stdbool.h>

/* What has no colour of its own. */
#define COLOUR_GREY "#767676"

/* Whether a text is '#' and six hex digits; NULL is not. */
bool colour_valid(const char *text);

/* Whether a valid colour is too light for white letters on it. */
bool colour_is_light(const char *text);

#endif
