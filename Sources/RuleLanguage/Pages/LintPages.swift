/// The pages of lints. Each can be silenced in place: `// suppress L0016: why`, above a declaration or behind a line.
let lintPages: [String: String] = [
  "L0001":
    "Nothing reads this param, let, list or macro. Either a rule forgot it, or it is left over.\n\nBetter: use it or take it away. Features are columns for the model and need no other use.",
  "L0002": "The rule defines this and then does not read it.\n\nBetter: use it or take it away.",
  "L0003": "The file uses a package and nothing of it.\n\nBetter: take the line away; `lint --fix` does.",
  "L0004":
    "Inside of the rule this name means something else than in the rest of the package. A reader who knows the other will misread the rule.\n\nBetter: choose another name.",
  "L0005":
    "Names here are small letters with single underscores, so that nobody has to remember which letter was a capital.\n\nBetter: rename it.",
  "L0006": "`use package padding` looks for `padding.rules`, and so do people.\n\nBetter: give the file the package's name.",
  "L0010":
    "The rule's parts exclude each other, so it never fires: `rate > 20% and rate < 10%`. It looks like protection and is none.\n\nBetter: find which part is wrong; perhaps `or` was meant.",
  "L0011":
    "Every record fulfils this condition, so the rule says nothing.\n\nBetter: find which part is wrong; perhaps `and` was meant.",
  "L0012":
    "What is compared can only lie within bounds that decide the answer: a count is never below zero, a share never above 100%, an hour never 24.\n\n    share(returned) by rep over 30d > 150%      never true\n\nBetter: compare with a value that it can have.",
  "L0013":
    "Whenever this rule fires, a wider one of the same scheme and vote fires too, and is no less severe. The narrower adds nothing but a second vote.\n\nBetter: take it away, or make it the more severe of the two.",
  "L0014":
    "Two rules of one scheme and vote have exactly the same condition. In the labels they would count twice.\n\nBetter: keep one.",
  "L0015":
    "Nobody has shown what the rule does.\n\nBetter: write a test with one record on which it fires and one on which it is silent.",
  "L0016":
    "A rule is known by what it lets pass. Without an honest example nobody sees when it begins to accuse the honest.\n\nBetter: add the honest record that looks most like fraud, `expect silent`.",
  "L0017": "No example shows that the rule can fire at all.\n\nBetter: add one, `expect fires`.",
  "L0018": "Whoever answers an alert wants to know why the rule exists.\n\nBetter: write `/// …` above the rule.",
  "L0019": "A live rule accuses people, so somebody has to answer for it.\n\nBetter: add `owner \"…\"`.",
  "L0020":
    "Without a loss the report cannot say what the fraud cost, nor rank its findings.\n\nBetter: add `loss …`, even an estimate.",
  "L0021":
    "The reason is all that an executive reads. One that names no value cannot be checked.\n\nBetter: name who and how much: `because \"{rep} charged {charged} for goods listed at {list}\"`.",
  "L0022":
    "The rule neither votes nor reads the model's score: it labels nothing.\n\nBetter: add `votes fraud` or `votes legit`.",
  "L0023":
    "A title names the rule in lists. It is there, it is no sentence, and it ends without a full stop.\n\nBetter: write a few words; `lint --fix` takes the full stop away.",
  "L0030":
    "Amounts are exact, so a difference that should be nothing may be one ten-thousandth, and the rule fires.\n\n    list - charged != 0              fires on every rounding\n    abs(list - charged) > 0.01       says how much matters",
  "L0031":
    "Percents and numbers are binary fractions, rounded at every step. Two computations of one quantity differ in the last digit.\n\nBetter: compare with a range or a tolerance.",
  "L0032": "`x == true` is `x`, and `x == false` is `not x`.\n\nBetter: `lint --fix` writes it.",
  "L0033": "`not not x` is `x`.\n\nBetter: `lint --fix` writes it.",
  "L0034": "`not (a == b)` is `a != b`, also where one of them is missing.\n\nBetter: `lint --fix` writes it.",
  "L0035":
    "Both sides are the same, so the answer is the same for every record that has a value.\n\nBetter: one of them was meant to be something else.",
  "L0036":
    "The same condition stands twice in one chain.\n\nBetter: one was meant to be something else, or `lint --fix` takes it away.",
  "L0037": "People say \"the rate is above 5%\", not \"5% is below the rate\".\n\nBetter: `lint --fix` turns it round.",
  "L0038":
    "Adding nothing or multiplying with one changes nothing.\n\nBetter: something else was meant, or `lint --fix` takes it away.",
  "L0039": "Parentheses around a single value make a reader look for a reason.\n\nBetter: `lint --fix` takes them away.",
  "L0040":
    "The choice does not choose: its condition is constant, or both branches are the same.\n\nBetter: keep the branch that is taken.",
  "L0041":
    "The value is required by the schema, or has a default, so the substitute behind `??` is never taken.\n\nBetter: `lint --fix` takes it away.",
  "L0042": "The schema requires this value, so it is never missing.\n\nBetter: ask about something else.",
  "L0043":
    "`x in [5, 10]` asks whether x is 5 or 10. The range from 5 up to 10 is `[5, 10)`.\n\nBetter: write the one that is meant.",
  "L0044":
    "A text in small letters is never equal to one that has a capital, so the comparison is never true.\n\nBetter: write the constant in the same letters, or compare with `~=`.",
  "L0045":
    "A chain of comparisons of one value with constants is a question of membership.\n\nBetter: `lint --fix` writes `x in [a, b, c]`.",
  "L0046":
    "A quantifier reaches over `and` up to the next `or`. Here it swallowed a condition that says nothing about the element, so that with an empty list it is never asked.\n\nBetter: put the quantifier into parentheses: `(exists x in lines: x.price > 5.00) and list > 100.00`.",
  "L0050":
    "An average over one earlier record is that record. A new rep would be measured by his first order.\n\nBetter: say how many it takes, `requires 20`. With fewer the rule has insufficient history and does not fire.",
  "L0051":
    "A z-score says how far a record lies from the others. With the record among them it looks more ordinary than it is.\n\nBetter: leave out `including current`.",
  "L0055":
    "A value outside of all bands has none, and what is computed from it is missing.\n\nBetter: begin with `[.., a)` and end with `[b, ..)`; or silence this, if such values cannot come.",
  "L0060": "The member stands in the list already.\n\nBetter: `lint --fix` takes it away.",
  "L0061": "Nothing is in an empty list, so `x in` it is never true.\n\nBetter: fill it, or take away what asks it.",
  "L0080":
    "The comment silences a lint that has nothing to say here. It would silence the next one, unseen.\n\nBetter: take it away.",
  "L0081":
    "A lint is silenced by whoever knows better and says why. Without a reason the suppression does not hold.\n\nBetter: write `// suppress L0016: why`.",
]
