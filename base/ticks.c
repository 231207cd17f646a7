/*
 * ticks.c - see ticks.h.
 */
#include "base/ticks.h"

#include "base/sysfile.h"

#include <math.h>
#include <stdio.h>

/* Columns of /proc/stat: user nice system idle iowait irq softirq steal. What
 * follows, time of guests, is in the first two already. */
enum { IDLE = 3, IOWAIT = 4, STEAL = 7, COLUMNS = 8 };

void ticks_read(const char *root, struct ticks *ticks)
{
	FILE *file = sysfile_open(root, "/proc/stat");
	double column[COLUMNS] = {0}, total = 0;

	*ticks = (struct ticks){NAN, NAN, NAN};
	if (!file)
		return;
	if (fscanf(file, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &column[0],
		   &column[1], &column[2], &column[3], &column[4], &column[5],
		   &column[6], &column[7]) == COLUMNS) {
		for (int i = 0; i < COLUMNS; i++)
			total += column[i];
		*ticks = (struct ticks){.total = total,
					.idle = column[IDLE] + column[IOWAIT],
					.steal = column[STEAL]};
	}
	fclose(file);
}
