/*
 * scaling.c - the Universal Scalability Law fitted to points; see models.h.
 *
 * Written for n / X the law is a plane,
 *
 *	n / X = a + b (n - 1) + c n (n - 1),  lambda = 1/a, sigma = b/a, kappa = c/a
 *
 * so least squares have one solution. Each point is weighted by X / n, which
 * makes its error a relative one: without, the largest load would decide alone.
 * Where sigma or kappa comes out negative it is 0, and the others are fitted
 * again. (Gunther, "Guerrilla Capacity Planning", 2007, chapter 5.)
 */
#include "analysis/models/models.h"

#include <math.h>

enum { TERMS = 3, LEAST = TERMS + 1, TABLE = 10 };

/* The normal equations, and what solves them. */
struct fit {
	double matrix[TERMS][TERMS], right[TERMS]; /* as given */
	double inverse[TERMS][TERMS], a[TERMS];
};

/* What of a point is multiplied by a, b and c. */
static void terms_at(double load, double rate, double terms[TERMS])
{
	double weight = rate / load;

	terms[0] = weight;
	terms[1] = weight * (load - 1);
	terms[2] = weight * load * (load - 1);
}

/* Student's t at 97.5 %. */
static double t_quantile(size_t freedom)
{
	static const double table[TABLE] = {12.706, 4.303, 3.182, 2.776, 2.571,
					    2.447,  2.365, 2.306, 2.262, 2.228};

	return freedom <= TABLE ? table[freedom - 1]
				: 1.96 + 2.6 / (double)freedom;
}

static void add_up(const double *loads, const double *rates, size_t n,
		   const bool used[TERMS], struct fit *fit)
{
	*fit = (struct fit){0};
	for (size_t i = 0; i < n; i++) {
		double terms[TERMS];

		terms_at(loads[i], rates[i], terms);
		for (int r = 0; r < TERMS; r++) {
			fit->right[r] += used[r] ? terms[r] : 0;
			for (int c = 0; c < TERMS; c++)
				if (used[r] && used[c])
					fit->matrix[r][c] +=
						terms[r] * terms[c];
		}
	}
	for (int r = 0; r < TERMS; r++)
		if (!used[r])
			fit->matrix[r][r] = 1;
}

/* Gauss and Jordan on the scaled matrix, which is symmetric and positive;
 * false if it is nearly singular. */
static bool invert(struct fit *fit)
{
	double from[TERMS][TERMS], scale[TERMS];

	for (int r = 0; r < TERMS; r++)
		scale[r] = 1 / sqrt(fit->matrix[r][r]);
	for (int r = 0; r < TERMS; r++)
		for (int c = 0; c < TERMS; c++) {
			from[r][c] = fit->matrix[r][c] * scale[r] * scale[c];
			fit->inverse[r][c] = r == c;
		}
	for (int pivot = 0; pivot < TERMS; pivot++) {
		double by = from[pivot][pivot];

		if (!(by > 1e-12))
			return false;
		for (int c = 0; c < TERMS; c++) {
			from[pivot][c] /= by;
			fit->inverse[pivot][c] /= by;
		}
		for (int r = 0; r < TERMS; r++) {
			double times = from[r][pivot];

			for (int c = 0; r != pivot && c < TERMS; c++) {
				from[r][c] -= times * from[pivot][c];
				fit->inverse[r][c] -=
					times * fit->inverse[pivot][c];
			}
		}
	}
	for (int r = 0; r < TERMS; r++)
		for (int c = 0; c < TERMS; c++)
			fit->inverse[r][c] *= scale[r] * scale[c];
	return true;
}

static bool solve(const double *loads, const double *rates, size_t n,
		  const bool used[TERMS], struct fit *fit)
{
	add_up(loads, rates, n, used, fit);
	if (!invert(fit))
		return false;
	for (int r = 0; r < TERMS; r++) {
		fit->a[r] = 0;
		for (int c = 0; c < TERMS; c++)
			fit->a[r] += fit->inverse[r][c] * fit->right[c];
	}
	return fit->a[0] > 0;
}

/* Half the 95 % interval of c, by the scatter of the points about the plane. */
static double uncertainty(const double *loads, const double *rates, size_t n,
			  const struct fit *fit)
{
	double squares = 0;

	for (size_t i = 0; i < n; i++) {
		double terms[TERMS], off = 1;

		terms_at(loads[i], rates[i], terms);
		for (int k = 0; k < TERMS; k++)
			off -= terms[k] * fit->a[k];
		squares += off * off;
	}
	return t_quantile(n - TERMS) *
	       sqrt(squares / (double)(n - TERMS) * fit->inverse[2][2]);
}

bool model_fit(const double *loads, const double *rates, size_t n,
	       struct scaling *to)
{
	bool used[TERMS] = {true, true, true};
	struct fit fit;
	double half, free_kappa;

	if (n < LEAST || !solve(loads, rates, n, used, &fit))
		return false;
	half = uncertainty(loads, rates, n, &fit) / fit.a[0];
	free_kappa = fit.a[2] / fit.a[0];
	for (int k = TERMS - 1; k > 0; k--) {
		if (fit.a[k] >= 0)
			continue;
		used[k] = false;
		if (!solve(loads, rates, n, used, &fit))
			return false;
	}
	*to = (struct scaling){.lambda = 1 / fit.a[0],
			       .sigma = fmax(fit.a[1], 0) / fit.a[0],
			       .kappa = fmax(fit.a[2], 0) / fit.a[0],
			       .kappa_low = free_kappa - half,
			       .kappa_high = free_kappa + half};
	return true;
}

double model_scaling(const struct scaling *scaling, double load)
{
	return scaling->lambda * load /
	       (1 + scaling->sigma * (load - 1) +
		scaling->kappa * load * (load - 1));
}
