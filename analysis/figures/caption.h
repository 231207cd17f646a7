/*
 * caption.h - what stands above a figure: which cells it shows, and what a
 * reader must know to believe it.
 */
#ifndef ANALYSIS_FIGURES_CAPTION_H
#define ANALYSIS_FIGURES_CAPTION_H

#include "analysis/figures/figure.h"

/* Writes the title and subtitle of a figure that has its kind and cells. */
void caption_write(struct figure *figure);

#endif
