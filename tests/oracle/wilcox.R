#!/usr/bin/env Rscript
# wilcox.R: what R's wilcox.test says of fixed rounds, for tests/oracle/wilcox.c.
#
#	Rscript tests/oracle/wilcox.R                      prints R's values
#	Rscript tests/oracle/wilcox.R build/tests/oracle   and compares with avt's
#
# R is no part of `make test`: its answers stand in wilcox.c, and this is how they
# were made (R 4.2.2). With a program as argument the exit status is 1 where the
# two differ by more than 1e-12.
#
# Without ties both are exact and the same: R's interval of n rounds goes from
# Walsh average qu to N + 1 - qu, N = n (n + 1) / 2, where qu is
# qsignrank(alpha / 2, n), the least q with P(W <= q) >= alpha / 2. avt's K is the
# greatest with P(W < K) <= alpha / 2. They are one number unless some P(W <= q) is
# alpha / 2 to the last digit, which no n from 6 on has (checked below to 50
# rounds, and to 20 by 20 runs for two samples and qwilcox).
#
# With ties or zeros R leaves the exact distribution for a normal approximation
# with continuity correction, drops zeros, and finds the ends by root finding;
# avt stays with the order statistics, which then cover at least as much as they
# say. So tied rounds are compared with R's exact test on rounds whose ties are
# broken by less than 1e-6 instead; R's own approximation is printed, not compared.

paired <- list(
	c(0.0781, -0.0093, 0.1093, -0.0466, -0.0023, 0.0485),
	c(-0.1245, -0.0235, -0.0031, -0.0078, 0.0190, 0.0125, -0.0114),
	c(0.0862, -0.0561, -0.0019, 0.0685, 0.0214, 0.0157, 0.0395, 0.0318),
	c(0.0128, 0.0561, 0.0385, 0.0079, -0.0536, -0.0098, -0.0373, -0.1037,
	  -0.0107),
	c(0.0092, 0.0995, 0.0978, 0.0754, -0.0349, -0.0730, -0.0257, 0.0823,
	  0.0244, 0.0412),
	c(0.0295, 0.0868, 0.0565, 0.0228, 0.0865, -0.0004, -0.0209, 0.0379,
	  0.0229, 0.0165, 0.0008, -0.0237),
	c(0.0798, -0.0631, 0.0783, -0.0335, 0.0654, -0.0459, 0.0528, -0.0130,
	  0.0696, -0.0142, 0.0761, 0.0394, 0.0125, -0.0033),
	c(-0.0480, 0.0185, 0.0080, 0.1161, 0.0249, 0.0246, 0.0294, -0.0119,
	  0.0182, 0.0256, 0.0805, 0.0920, 0.1304, -0.0784, 0.0479, 0.0092,
	  0.0166, 0.0333, 0.0843, 0.0751))
tied <- list(
	c(0.02, 0.02, -0.01, 0.03, 0.02, 0.01),
	c(0, 0, 0.01, -0.01, 0.02, 0.03, 0.03, 0),
	c(0.05, 0.05, 0.05, 0.04, 0.04, 0.06, 0.06, 0.05, 0.03, 0.05))
two <- list(
	list(c(6.8702, 6.9078, 6.9274, 6.8887, 6.9609, 6.9350),
	     c(6.9956, 6.9555, 6.9445, 6.9283, 6.9776, 6.8742)),
	list(c(6.9423, 6.9861, 6.8525, 6.8225, 6.8703, 6.8535),
	     c(6.8767, 7.0458, 6.9460, 6.9312, 6.9877, 6.9639, 7.0026, 7.0311,
	       6.9906)),
	list(c(6.8824, 6.9145, 6.9699, 6.8877, 6.9041, 6.9108, 6.9957, 6.8762),
	     c(6.9308, 7.0037, 6.9071, 6.9909, 6.8685, 7.0077, 6.9734, 6.9316)),
	list(c(6.8927, 6.9142, 6.9776, 6.9519, 6.9165, 6.9664, 6.9167, 6.9485,
	       6.8103, 6.8822),
	     c(6.9867, 7.0276, 6.9663, 6.9740, 6.9757, 6.9795, 6.9221)),
	list(c(6.8385, 6.8310, 6.8260, 6.9190, 6.9673, 6.8804, 6.9066, 6.9217,
	       6.9077, 6.9879, 6.9555, 6.9679),
	     c(7.0209, 6.9646, 6.9619, 6.8897, 6.9840, 6.8917, 6.8687, 6.8930,
	       6.9538, 6.8613, 6.9608, 6.9927, 6.8960, 7.0016, 6.9309, 6.8957,
	       6.9854, 6.9067, 7.0683, 6.9166)))

oracle <- commandArgs(trailingOnly = TRUE)
wrong <- 0

# Estimate, 95 % and 90 % of d, or of y against x.
by_r <- function(d, against = NULL, exact = TRUE) {
	ask <- function(level)
		suppressWarnings(wilcox.test(d, against, conf.int = TRUE,
					     conf.level = level, exact = exact))
	wide <- ask(0.95)
	stopifnot(!exact || grepl("exact", wide$method))
	as.numeric(c(wide$estimate, wide$conf.int, ask(0.90)$conf.int))
}

# The same five of the program, which reads the numbers from its input.
by_avt <- function(numbers, words)
	scan(text = system2(oracle, words, stdout = TRUE,
			    input = sprintf("%.17g", numbers)), quiet = TRUE)

show <- function(what, r, numbers, words, near = 1e-12) {
	cat(sprintf("%-24s", what), sprintf("%.15g,", r), "\n")
	if (!length(oracle)) return(invisible())
	off <- max(abs(by_avt(numbers, words) - r))
	if (off > near) wrong <<- wrong + 1
	cat(sprintf("%-24s %s by %.1e\n", "", if (off > near) "DIFFERS" else
		    "avt the same, off", off))
}

for (d in paired)
	show(paste(length(d), "rounds"), by_r(d), d, "signedrank")
for (pair in two) {
	n <- lengths(pair)
	show(paste(n[1], "against", n[2], "runs"), by_r(pair[[2]], pair[[1]]),
	     unlist(pair), c("ranksum", n[1]))
}
for (d in tied) {
	apart <- d + 1e-7 * sqrt(seq_along(d))
	show(paste(length(d), "rounds, ties broken"), by_r(apart), d,
	     "signedrank", 1e-6)
	cat(sprintf("%-24s", "  R's approximation"),
	    sprintf("%.15g,", by_r(d, exact = FALSE)), "\n")
}

# That K is the same number for every n that is exact.
greatest <- function(below, level) {
	k <- 0
	while (below(k) <= level / 2) k <- k + 1 # below(k) is P(W <= k)
	k
}
for (level in c(0.05, 0.10)) {
	for (n in 6:50)
		stopifnot(qsignrank(level / 2, n) ==
			  greatest(function(k) psignrank(k, n), level))
	for (m in 6:20) for (n in 6:20)
		stopifnot(qwilcox(level / 2, m, n) ==
			  greatest(function(k) pwilcox(k, m, n), level))
}
quit(status = wrong > 0)
