/*
 * answer.h - the answer to an experiment's question, in a few sentences.
 */
#ifndef ANALYSIS_WORDS_ANSWER_H
#define ANALYSIS_WORDS_ANSWER_H

#include "analysis/analysis.h"
#include "analysis/words/statement.h"

/* Adds the answer, the most important sentence first. */
void answer_make(const struct analysis *analysis,
		 const struct experiment *experiment, struct statements *to);

/* Adds what one contestant shows against itself, and so how small a difference
 * could be seen: "A/A test: async against itself 1.00× (95 % CI 0.99–1.01);
 * smallest detectable difference: about 2 %". Nothing where it was not
 * measured. */
void answer_self(const struct analysis *analysis, struct statements *to);

#endif
