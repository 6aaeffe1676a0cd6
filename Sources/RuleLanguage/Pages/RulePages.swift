/// The pages of what can be wrong with names, types and units.
let rulePages: [String: String] = [
  "E0009":
    "Tabs look like spaces, but every editor makes them of another width, and a word processor pastes them unseen. It is a warning: the file is read all the same.\n\nRepair: `sheriff rules fmt` puts spaces in place of all of them.",
  "E0023":
    "A rule, test or schema opens a brace and the next declaration begins before it is closed. What follows is read as if it were closed, so that the rest of the file is still checked.\n\nRepair: put `}` where the declaration ends.",
  "E0024":
    "Expressions may stand \(Limits.nestingMax) deep inside of each other, and a chain such as `a or b or c` is as deep as it is long. With all that its names stand for an expression may be \(Limits.depthMax) deep, and \(Limits.definitionDepthMax) definitions may lean on each other.\n\nRepair: give parts a name with `let`; put a long enumeration into a `list` and write `x in that_list`.",
  "E0025":
    "One `=` gives something a name, as in `let gap = list - charged`. Two values are compared with `==`.\n\n    when region = \"North\"       wrong\n    when region == \"North\"      right",
  "E0026":
    "`a < b < c` reads well on paper, but here a comparison is true or false, and that cannot be compared again.\n\nRepair: write `a < b and b < c`, or a range with its lower end and without its upper: `b in [a, c)`.",
  "E0027":
    "Inside of a rule stand scheme, severity, owner, status, expires, let, when, score, votes, loss and because.\n\nRepair: check the spelling.",
  "E0028":
    "A property has one value; of two nobody could tell which holds.\n\nRepair: keep one. Two conditions are joined by `and` or `or`.",
  "E0029":
    "The package's name stands once, before all else in the file.\n\nRepair: move it to the top.",
  "E0031":
    "A window's clauses have an order, because a filter reaches as far as it can: by, where, over, and then delayed, including, excluding and requires.\n\n    avg(rate) over 90d by rep        wrong\n    avg(rate) by rep over 90d        right",
  "E0032":
    "`a then b by key within 2h` asks whether this record is a b and an earlier one was an a. Three steps are two sequences.\n\nRepair: make the first two a feature, `feature a_b = a then b by key within 2h`, and write `a_b then c by key within 2h`.",
  "E0033":
    "In `f(count() by a, b)` the comma parts two arguments, so several keys are put into parentheses, everywhere. Where it can mean nothing else it is understood all the same, with this warning.\n\n    count() by rep, region over 30d        wrong\n    count() by (rep, region) over 30d      right",
  "E0034":
    "Behind the second step of a sequence stand the sequence's own clauses. So that nobody has to ask whose they are, the step is a name or stands in parentheses.\n\n    a then b > 5 by key within 2h          wrong\n    a then (b > 5) by key within 2h        right",
  "E0035":
    "Other languages have other words for the same.\n\n    AND, OR, NOT, BY          and, or, not, by\n    x between 5 and 10        x in [5.00, 10.00)\n    x is null                 missing(x)\n    x like \"A%\"               matches(x, \"A*\")\n    30 days                   30d\n    1,000.00                  1000.00 or 1_000.00\n    $5.00, 5 €                5.00 USD, 5.00 EUR\n    status: live              status live",
  "E0200":
    "Nothing of this name is in scope: no field of the schema, no param, let, feature or list of the package, no name defined above in the rule.\n\nRepair: take the suggestion, or declare it. What another package declares is reached with `use package other` and `other.name`.",
  "E0201":
    "One name stands for two things, so that every reader would have to guess. A declaration may not have the name of a field either.\n\nRepair: rename one.",
  "E0202":
    "To know this value, one would have to know it already: the definitions lead back to where they began.\n\n    let a = b + 1\n    let b = a - 1\n\nRepair: define one of them from fields. The value at an earlier record is `previous(x) by rep`. Macros may stand \(Limits.macroDepthMax) deep inside of each other.",
  "E0203":
    "`use package` names another rule file by the name on its first line. It is sought among the files that are loaded, then as NAME.rules beside this file, above it and in the rules' folder.\n\nRepair: check the spelling, or name the file on the command line.",
  "E0204":
    "`use schema` names a schema. Schemas are sought in the .schema files beside the rule file, in the folders above it and in the rules' folder, or in the file given with --schema.\n\nRepair: check the spelling; `sheriff schema infer FILE` writes a first schema.",
  "E0205":
    "A rule is about records, and the package does not say of which schema.\n\nRepair: write `use schema NAME` below the package's name.",
  "E0206":
    "The schema was found, but its file has mistakes, so nothing can be checked against it.\n\nRepair: run `sheriff schema check` on the file that the message names.",
  "E0207":
    "No function has this name. Values one by one: abs, least, greatest, round, if, lower, hour and so on. Over records or a list: count, sum, avg, min, max, median, stddev, percentile, distinct, share, zscore, first, last, previous.\n\nRepair: take the suggestion; docs/language.md lists all with their meaning.",
  "E0208":
    "What stands before the dot has no part of this name.\n\nRepair: take the suggestion, or look up what it has.",
  "E0209":
    "After `in` stands a list declared with `list`, members in brackets, or a range `[lo, hi)`. A walk (`exists x in lines: …`) is over a list of the schema.\n\nRepair: check the name.",
  "E0210":
    "Two lists of the schema have elements of the same record, so `line` alone does not tell which is walked.\n\nRepair: say it: `sum(line.price for line in shipped)`.",
  "E0211":
    "The name exists, but it is no value: a rule, a macro without its arguments, a list, or `missing` by itself.\n\nRepair: macros are called, `near(a, b)`; lists are asked, `x in vips`; what is missing is asked with `missing(x)` or replaced with `x ?? 0`.",
  "E0212":
    "A rule's id is `package.rule`, so every file begins with its package.\n\nRepair: write `package name` into the first line.",
  "E0213":
    "A package is one file. Two files of one name would make two rules of one id.\n\nRepair: rename one package.",
  "E0214":
    "`baseline.…` reads what was learned from history, and nothing of this name is learned.\n\nRepair: take the suggestion. An aggregate over the same history is written `median(x) by product in baseline`.",
  "E0215":
    "Calendar windows and functions such as `hour` depend on the zone, named as in the IANA list.\n\nRepair: write for example \"Europe/Paris\", \"America/New_York\" or \"UTC\".",
  "E0216": "A fiscal year starts with a month, written out in English.\n\nRepair: write for example `starting July`.",
  "E0217":
    "The list is kept in a file of its own, one member a line, beside the rule file. It is not there, or it is not UTF-8, or it is larger than 64 MiB.\n\nRepair: check its name, which counts from the rule file's folder.",
  "E0218":
    "A list changes what rules mean, so it may not change unseen: the rule file names the version that it was tested with, and the list's file says its own in a line `# version: 3`.\n\nRepair: look at what changed, run the tests, then write the new version here.",
  "E0219":
    "All members of a list are of one type, that of the list.\n\nRepair: mend the member, or declare the type: `list limits of money = [5.00, 10.00]`.",
  "E0220": "Once is enough, and a package is about one schema.\n\nRepair: take the second away.",
  "E0300":
    "Money, percent, duration and plain numbers are different things. Money may be added to money and multiplied with a percent or number; money by money is a percent.\n\n    gap > list + 20%            wrong\n    gap > list + 20% * list     right\n\nRepair: convert on purpose, with `number(p)`, `percent(n)` or `money(n)`.",
  "E0301":
    "Only values of one unit can be compared. A percent and a number may look alike, and 20% is not 20.\n\nRepair: write the value in the unit of the other side, or convert on purpose with `number(p)` or `percent(n)`.",
  "E0302":
    "Amounts of two currencies cannot be added or compared: nobody here knows the rate of exchange.\n\nRepair: convert before the records come in, or compare within one currency.",
  "E0303":
    "`when`, `and`, `or`, `not` and `where` want something that is true or false.\n\n    when gap            wrong\n    when gap > 0        right",
  "E0304": "The function takes another type in this place; the message names it.\n\nRepair: pass what it takes, or convert.",
  "E0305": "The function takes another number of arguments.\n\nRepair: the note says which.",
  "E0306":
    "Only money, percent, numbers, integers and durations can be computed with.\n\nRepair: texts are joined by `concat(a, b)`; a time minus a time is a duration.",
  "E0307":
    "Keys, flags and records are the same or another. They have no order, so none is larger.\n\nRepair: compare with `==` or `!=`; declare the field as `integer` in the schema if it is a count.",
  "E0308":
    "A key is an identity, spelled as the source spells it, and `1` is not \"1\". Compared with a number it would mean one thing for one source and another for the next.\n\n    customer == 4711          wrong\n    customer == \"4711\"        right",
  "E0309":
    "Both branches of `if`, both sides of `??`, all arguments of `least` and all bands give one type.\n\nRepair: convert one of them.",
  "E0310": "The divisor is always zero, so the result is always missing.\n\nRepair: divide by something else.",
  "E0311":
    "A division by zero gives no value, and a comparison with no value is unknown: the rule does not fire, and does not say that it could not tell. It is a warning, and it goes away as soon as the rule shows that zero was thought of.\n\nRepair: ask first, `list > 0 and gap / list > 20%`; give a substitute, `(gap / list) ?? 0%`; or write a test that expects `unknown`.",
  "E0312":
    "Days, hours and weeks have a fixed length, months and years do not: so they measure windows, and nothing is computed from them.\n\nRepair: write days, such as 30d.",
  "E0313":
    "The number is larger, or has more decimal places, than its type keeps. Money has four places and ends near 900 thousand million.\n\nRepair: write a smaller or shorter number.",
  "E0314": "The declaration says one type, and the value is of another.\n\nRepair: mend one of them.",
  "E0315": "The calendar has no such day or hour.\n\nRepair: write year-month-day, `2026-02-28`, and a time as `T08:30:00Z`.",
  "E0316":
    "Parameters, members of lists, bands' ends and values in tests are known before the first record comes.\n\nRepair: use `let` for what is computed from a record.",
  "E0317":
    "Macros are written out where they are used. These grow beyond 10,000 expressions.\n\nRepair: give repeated parts a name with `let`, which is computed once.",
  "E0318":
    "A bare number has no unit. Beside money it counts as an amount, but beside a percent or a duration it could mean two things: is 0.2 a fifth, or a fifth of one percent?\n\n    rate > 0.2          wrong\n    rate > 20%          right",
  "E0319":
    "The types of values are money (with a currency, `money EUR`), percent, number, integer, duration, time, text, key and flag.\n\nRepair: choose one.",
]

/// The pages of windows, lists, bands, rules and tests.
let windowAndRulePages: [String: String] = [
  "E0400":
    "An aggregate is over earlier records or over a list of this one, and it has to say which.\n\n    avg(rate) by rep                    wrong\n    avg(rate) by rep over 90d           right: earlier records\n    sum(line.price * line.quantity)     right: this record's lines",
  "E0401":
    "The schema says `time sequence`: its records have an order, but no time that could be measured, and none lies `behind` another. The value given may also be no time at all.\n\nRepair: count records, `over last 100` or `over all before`.",
  "E0402":
    "An aggregate's value is computed at each earlier record by itself. A window inside would have to be computed anew for each of them, without bound.\n\nRepair: declare the inner one as a feature. It is then computed once at each record, and the outer window may read it.",
  "E0403":
    "A key has to be the same again and again. Money, percents and numbers almost never are.\n\nRepair: use a key, text, integer, time or flag; put amounts into `bands` first.",
  "E0404":
    "This aggregate is not for values of this type.\n\nRepair: how often something is true is `share(x)` or `count() where x`; different values are counted by `distinct(x)`.",
  "E0405":
    "`over all before` is for aggregates whose state stays small. A median, a percentile and a count of distinct values would have to keep every record for ever.\n\nRepair: bound the window, `over 1y` or `over last 1000`.",
  "E0406":
    "A window's length is a positive constant: a duration, or a number of records from 1 to 1,000,000 after `last`.\n\nRepair: write `over 30d` or `over last 100`.",
  "E0407":
    "`requires` says how many records a window must hold before its value counts. This number can never be reached, or is none.\n\nRepair: write a whole number that the window can hold.",
  "E0408":
    "A window by a key holds only records of that key, and this one excludes them.\n\nRepair: compare with something wider: `avg(rate) by region over 90d excluding same rep`.",
  "E0409":
    "The clause has no meaning in this place; the message says why.\n\nRepair: take it away, or write the one that is meant.",
  "E0410":
    "A label is the truth about a record, and it becomes known only later. A rule that read it at once would look splendid in history and could decide nothing in the stream.\n\nRepair: read labels of earlier records through a window that is delayed by at least as long: `share(fraud) by terminal over 30d delayed 7d`.",
  "E0411":
    "Windows are over records. An element of a list is none, so a window cannot stand inside of a walk over a list. A quantifier reaches over `and` up to the next `or`: put it into parentheses if the window does not belong to it.\n\nRepair: compute the window outside, with `let`.",
  "E0412":
    "Calendar windows are `this day`, `this week`, `this month`, `this quarter`, `this year`, and `this fiscal quarter` or `this fiscal year`.\n\nRepair: write one of them.",
  "E0413":
    "A walk inside of a walk costs the square of the list, a third one its cube. Two is the most.\n\nRepair: name the inner condition's result with a list aggregate outside.",
  "E0414":
    "Features may read features through windows, eight levels deep.\n\nRepair: compute one of them from the record itself.",
  "E0415": "A window says each thing once.\n\nRepair: take one away.",
  "E0416": "`percentile(x, 95%)` wants a constant above 0% and up to 100%.\n\nRepair: write such a percent.",
  "E0420":
    "Bands lie side by side: each begins where the one before ends. What falls into a gap would silently have no value.\n\nRepair: let the band begin where the one before ends.",
  "E0421":
    "Two bands hold the same values, so their order would decide.\n\nRepair: let the band begin where the one before ends. `[5%, 20%)` holds 5% and does not hold 20%.",
  "E0422":
    "A band is `[lo, hi)` with two constants, the lower first; `..` is an open end. It holds its lower end and not its upper, so that bands can lie side by side.\n\nRepair: write it so.",
  "E0423":
    "A range is `[lo, hi)`; `..` in place of one end leaves that end open. `[a, b]` is a list of two members.\n\nRepair: give it two ends.",
  "E0424":
    "A `match` says what every value comes to, so it ends with `else`.\n\n    match offer { \"1\" => 0%  \"2\", \"3\" => 5%  else => 0% }",
  "E0425": "Two cases hold the same value, so their order would decide.\n\nRepair: take one away.",
  "E0500": "Without `when` a rule could never fire.\n\nRepair: add `when` and a condition.",
  "E0501":
    "A rule's id, `package.rule`, stands in alerts, verdicts and the lock file for ever. It must mean one rule.\n\nRepair: rename one. The title may change freely.",
  "E0502":
    "Severities are low, medium, high and critical; states are draft, shadow, live and retired; votes are fraud and legit.\n\nRepair: take the suggestion.",
  "E0503":
    "A scheme's name goes into findings and reports: small letters, digits and dashes, such as `rep-padding`.\n\nRepair: apply the fix.",
  "E0504":
    "A vote for fraud names the scheme that it speaks for. Only a vote for legit may be for every scheme of the package.\n\nRepair: add `scheme …`.",
  "E0505":
    "A score is a percent from 0% to 100%: how sure the rule is.\n\nRepair: write a percent, or `percent(…)` of a number from 0 to 1.",
  "E0506": "A loss is an amount of money.\n\nRepair: write for example `loss gap - deepest * list`.",
  "E0507":
    "Only single values can be printed in a sentence: money, percents, numbers, durations, times, texts and keys.\n\nRepair: put a flag into words with `let word = if(x, \"yes\", \"no\")`; read one field of a record.",
  "E0508":
    "Money prints as whole, cents or exact; percents and numbers with 0, 1, 2 or 3 places; times as date, time, month or year; durations as days or hours.\n\n    {rate:1}   {charged:whole}   {at:date}",
  "E0509":
    "A hole opens with `{` and closes with `}` in the same text.\n\nRepair: close it. A brace that is meant as such is written `\\{`.",
  "E0510":
    "There is nothing between `{` and `}`.\n\nRepair: write what belongs there, such as `{rep}`; a brace that is meant as such is written `\\{`.",
  "E0511":
    "Votes make the labels that the model learns from. A rule that reads the model's score and votes would let the model learn from itself.\n\nRepair: take `votes` away; the rule still raises alerts.",
  "E0512":
    "Features are what the model reads, so they cannot be made from its score.\n\nRepair: use `let` for what only rules read.",
  "E0513": "A load holds up to 100,000 rules.\n\nRepair: load fewer packages at once.",
  "E0514":
    "The lock file remembers this id as that of a rule that was taken away. Old alerts and verdicts speak of that rule, so its id is not given to another.\n\nRepair: choose another name, or bring the old rule back as `status retired`.",
  "E0600": "A test or suppression names a rule that there is not.\n\nRepair: take the suggestion.",
  "E0601":
    "A test's record gives each field a constant of the field's own type, or `missing`.\n\n    given { rep: \"R1\", list: 1000.00, rate: 20%, at: 2026-01-31 }",
  "E0602":
    "A rule comes to one of fires, silent, unknown, insufficient and suppressed.\n\nRepair: write one of them after `expect`.",
  "E0603":
    "Only a rule that fires has a loss and a sentence.\n\nRepair: expect `fires loss …`, or take it away. A score may be expected of a silent rule too.",
  "E0604": "A record has each field once.\n\nRepair: take one away.",
  "E0606":
    "A suppression keeps alerts from appearing, so it says who decided that and why.\n\n    suppress deep_discount where rep == \"R9\" until 2026-12-31 by \"J. Doe\" because \"agreed promotion\"",
  "E0605":
    "A timeline is records one after the other: `given 20 times { … } every 1d then after 2h { … } expect fires`.\n\nRepair: the message says what does not fit.",
]
