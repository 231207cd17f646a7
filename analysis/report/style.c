/*
 * style.c - how report.html looks: calm, wide margins, one column. The runners'
 * colours are those of the figures: what their runs say, a rule for each.
 *
 * Plain CSS, no fonts to fetch. What may be long (names, reasons, commands)
 * breaks anywhere or scrolls inside its own box, so the page itself never
 * scrolls sideways. Tables keep numbers in columns by tabular figures.
 */
#include "analysis/report/report.h"
#include "base/colour.h"

#include <string.h>

static const char style[] =
	/* Colours, light and dark. */
	":root{--ink:#1f2933;--soft:#5f6b7a;--line:#e4e7eb;--page:#fbfbfa;"
	"--card:#fff}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa5b1;"
	"--line:#2d3640;--page:#14181d;--card:#1b2027}}\n"
	/* The page: one column, sizes that follow the window. */
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:var(--page);color:var(--ink);"
	"font:17px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica "
	"Neue',Arial,sans-serif;-webkit-text-size-adjust:100%}\n"
	"header,main,footer{max-width:74rem;margin:0 auto;"
	"padding:0 clamp(1.1rem,4vw,3rem)}\n"
	"header{padding-top:clamp(2.5rem,7vw,5.5rem)}\n"
	"h1{font-size:clamp(2rem,5.2vw,3.3rem);line-height:1.1;"
	"letter-spacing:-.022em;font-weight:650;margin:.3rem 0 1.2rem;"
	"overflow-wrap:anywhere}\n"
	"h2{font-size:1.6rem;line-height:1.25;letter-spacing:-.012em;"
	"font-weight:640;margin:0 0 .4rem;overflow-wrap:anywhere}\n"
	"h3{font-size:1.12rem;line-height:1.4;font-weight:620;margin:0 0 .5rem;"
	"overflow-wrap:anywhere}\n"
	"section{margin-top:clamp(3.2rem,7vw,5rem)}\n"
	".kicker{margin:0;color:var(--soft);font-size:.9rem;"
	"overflow-wrap:anywhere}\n"
	".lead{font-size:clamp(1.1rem,2.2vw,1.3rem);line-height:1.5;"
	"max-width:44rem;margin:0 0 1.6rem}\n"
	".question{color:var(--soft);margin:0 0 1.4rem;max-width:44rem}\n"
	/* The tally: a span is as wide as its share, yet wide enough to read.
	 */
	".bar{display:flex;flex-wrap:wrap;gap:3px;border-radius:8px;overflow:"
	"hidden;"
	"font-size:.82rem;line-height:1}\n"
	".bar span{background:#6b7280;color:#fff;padding:.7rem .6rem;"
	"flex-basis:0;min-width:max-content;white-space:nowrap}\n"
	".bar i{font-style:normal;font-weight:600}\n"
	".bar .shared,.bar .open,.bar .silent{background:var(--line);"
	"color:var(--ink)}\n"
	/* Question to the left, answer to the right. */
	".answers article{border-top:1px solid var(--line);padding:1.5rem 0 "
	"1.3rem;display:grid;grid-template-columns:minmax(0,18rem) "
	"minmax(0,1fr);gap:.4rem 2.5rem}\n"
	".answers h2{margin-bottom:1.4rem}\n"
	".answers ul{margin:0;padding:0;list-style:none}\n"
	".answers li{margin:0 0 .7rem;overflow-wrap:anywhere}\n"
	".answers li b{font-weight:620}\n"
	".answers li.quiet{color:var(--soft);font-size:.92rem;"
	"margin-top:-.35rem}\n"
	".answers li.quiet b{font-weight:400}\n"
	/* Figures are drawn for a white ground, in the dark as well. */
	".figures{display:grid;gap:1rem;grid-template-columns:repeat(2,"
	"minmax(0,1fr))}\n"
	"figure{margin:0;background:#fff;border:1px solid var(--line);"
	"border-radius:10px;padding:.6rem;overflow-x:auto}\n"
	"figure.wide{grid-column:1/-1;padding:1rem}\n"
	"img{display:block;width:100%;height:auto}\n"
	"details{margin-top:1.2rem}\n"
	"summary{cursor:pointer;color:var(--soft);font-size:.95rem}\n"
	".scroll{overflow-x:auto;margin-top:.8rem}\n"
	/* Tables scroll in their .scroll box. */
	"table{border-collapse:collapse;width:100%;font-size:.86rem;"
	"line-height:1.4;font-variant-numeric:tabular-nums}\n"
	"th,td{text-align:right;padding:.38rem 0 .38rem 1.2rem;"
	"border-bottom:1px solid var(--line);white-space:nowrap;"
	"font-weight:400}\n"
	"th:first-child{text-align:left;padding-left:0}\n"
	"thead th{color:var(--soft);font-size:.8rem;vertical-align:bottom;"
	"white-space:normal}\n"
	"td b{font-weight:600}td small{color:var(--soft);margin-left:.4rem}\n"
	"th.point{padding-top:1.3rem;font-weight:620}\n"
	"th.point span{float:right;color:var(--soft);font-weight:400;"
	"margin-left:2rem}\n"
	"td.none,td.reason{text-align:left;color:var(--soft);"
	"white-space:normal}\n"
	"dl{margin:1.2rem 0 0}dt{color:var(--soft);font-size:.86rem}"
	"dd{margin:0;overflow-wrap:anywhere}\n"
	".facts{display:grid;gap:1.1rem 2.5rem;grid-template-columns:"
	"repeat(auto-fit,minmax(13rem,1fr))}\n"
	".terms>div{display:grid;grid-template-columns:9rem minmax(0,1fr);"
	"gap:.2rem 1.5rem;padding:.75rem 0;border-top:1px solid var(--line)}\n"
	".terms dt{font-size:1rem;color:var(--ink);font-weight:620}"
	".terms dd{max-width:44rem}\n"
	"small{color:var(--soft)}.joined{white-space:nowrap}"
	".where{color:var(--soft)}\n"
	/* Verdicts and grades; each holds its word. */
	".badge{display:inline-block;min-width:6.2rem;text-align:center;"
	"border-radius:6px;padding:.12rem .55rem;font-size:.82rem;"
	"font-weight:600;white-space:nowrap;background:var(--line);"
	"color:var(--ink)}\n"
	".badge.good{background:#1b7a4b;color:#fff}"
	".badge.caution{background:#f2b134;color:#1f2933}"
	".badge.bad{background:#b3261e;color:#fff}\n"
	".claim{display:grid;grid-template-columns:8rem minmax(0,1fr);"
	"gap:.2rem 1.5rem;border-top:1px solid var(--line);padding:1rem 0}"
	".claim h3{margin:0 0 .2rem}.claim p{margin:0;font-size:.92rem;"
	"overflow-wrap:anywhere}\n"
	".claims h2{margin-bottom:1.2rem}.box{margin-top:2.2rem}"
	".self{margin:0 0 .6rem;max-width:44rem}\n"
	".health th,.health td,th.reason,.left{text-align:left}"
	"code{font-size:.82rem;background:var(--line);border-radius:4px;"
	"padding:0 .3rem}\n"
	"footer{margin-top:4rem;padding-bottom:3rem;color:var(--soft);"
	"font-size:.86rem}\n"
	"@media(prefers-color-scheme:dark){img{filter:brightness(.94)}}\n"
	/* A phone: one column, figures scroll. Paper: all that is folded. */
	"@media(max-width:52rem){.figures,.answers article{"
	"grid-template-columns:minmax(0,1fr)}.terms>div,"
	".claim{grid-template-columns:minmax(0,1fr)}figure img{min-width:35rem}"
	"body{font-size:16px}}\n"
	"@media print{body{background:#fff;color:#000;font-size:10.5pt}"
	"section{margin-top:2rem}figure,tr,article{break-inside:avoid}"
	"h2{break-after:avoid}details>*{display:block}"
	".bar,.badge{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
	"}\n";

/* Whether a cell before this one has its colour. */
static bool seen_before(const struct analysis *analysis, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (!strcmp(analysis->summaries[i].model.colour,
			    analysis->summaries[number].model.colour))
			return true;
	return false;
}

void report_style(const struct analysis *analysis, FILE *to)
{
	fputs(style, to);
	for (size_t i = 0; i < analysis->n_summaries; i++) {
		const char *colour = analysis->summaries[i].model.colour;

		if (!seen_before(analysis, i))
			fprintf(to, ".bar .c%s{background:%s%s}\n", colour + 1,
				colour,
				colour_is_light(colour) ? ";color:#1f2933"
							: "");
	}
}
