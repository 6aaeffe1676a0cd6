# Made from the commands' own descriptions by `make docs`; do not edit.
function __sheriff_is_at
  set -l path
  for word in (commandline -opc)[2..-1]
    if not string match -q -- '-*' $word
      if contains -- (string join ' ' $path $word) $__sheriff_paths
        set path $path $word
      end
    end
  end
  test (string join ' ' $path) = "$argv[1]"
end
set -g __sheriff_paths 'profile' 'schema' 'schema infer' 'schema show' 'schema check' 'rules' 'rules check' 'rules fmt' 'rules lint' 'rules test' 'rules lock' 'rules explain' 'rules backtest' 'rules bench' 'rules sql' 'baseline' 'scan' 'watch' 'evaluate' 'evaluate matrix' 'labels' 'learn' 'drift' 'notebook' 'notebook export' 'anomalies' 'models' 'models list' 'models show' 'models compare' 'models promote' 'models rollback' 'alerts' 'alerts list' 'alerts cases' 'alerts show' 'alerts confirm' 'alerts dismiss' 'alerts explain' 'alerts suppress' 'alerts unsuppress' 'alerts suppressions' 'alerts verdicts' 'report' 'sinks' 'sinks list' 'sinks retry' 'sinks drop' 'provenance' 'provenance install' 'provenance uninstall' 'provenance check' 'provenance watch' 'simulate' 'simulate orders' 'simulate cards' 'demo' 'explain' 'doctor' 'backup' 'restore' 'config' 'config show' 'docs' 'docs reference' 'docs functions' 'docs man' 'docs completions' 'docs phrases' 'docs diagnostics'
complete -c sheriff -n '__sheriff_is_at ""' -f -a profile -d 'what an analyst looks at first: what is there, what is odd, what nothing ordinary explains'
complete -c sheriff -n '__sheriff_is_at ""' -f -a schema -d 'schemas: what a record is and where its fields come from'
complete -c sheriff -n '__sheriff_is_at ""' -f -a rules -d 'the analyst'\''s tools: check, format, lint, test and lock rule files, explain and backtest what they say'
complete -c sheriff -n '__sheriff_is_at ""' -f -a baseline -d 'learn what is ordinary: prices, costs, the ladder of discounts, rates per rep'
complete -c sheriff -n '__sheriff_is_at ""' -f -a scan -d 'decide over a history: what the rules find, who, how much, and why'
complete -c sheriff -n '__sheriff_is_at ""' -f -a watch -d 'decide over a growing stream, day and night; goes on where it stopped'
complete -c sheriff -n '__sheriff_is_at ""' -f -a evaluate -d 'how right findings are: precision, recall, money and calibration, where the truth is known'
complete -c sheriff -n '__sheriff_is_at ""' -f -a labels -d 'how likely each record is fraud by all rules'\'' votes, and how right each rule is'
complete -c sheriff -n '__sheriff_is_at ""' -f -a learn -d 'train a model on labelled history, hold it against later records, and register it'
complete -c sheriff -n '__sheriff_is_at ""' -f -a drift -d 'whether records still are as they were when a model learned, or earlier in the source'
complete -c sheriff -n '__sheriff_is_at ""' -f -a notebook -d 'the exploration and the findings as notebooks that others take further'
complete -c sheriff -n '__sheriff_is_at ""' -f -a anomalies -d 'the strangest records of a history, found without labels'
complete -c sheriff -n '__sheriff_is_at ""' -f -a models -d 'the models that were learned: versions, stages, lineage'
complete -c sheriff -n '__sheriff_is_at ""' -f -a alerts -d 'the alerts that were stored: cases, verdicts, suppressions'
complete -c sheriff -n '__sheriff_is_at ""' -f -a report -d 'what executives read: who, how, how much, since when, how sure'
complete -c sheriff -n '__sheriff_is_at ""' -f -a sinks -d 'what waits for webhooks and commands, and what they would not take'
complete -c sheriff -n '__sheriff_is_at ""' -f -a provenance -d 'who wrote a row: find what was written into PostgreSQL around the application'
complete -c sheriff -n '__sheriff_is_at ""' -f -a simulate -d 'draw a history whose fraud is known to the cent'
complete -c sheriff -n '__sheriff_is_at ""' -f -a demo -d 'the whole story on a small history: rules, baseline, labels, model, monitor, cases, report, notebooks'
complete -c sheriff -n '__sheriff_is_at ""' -f -a explain -d 'what a diagnostic'\''s code means, and how to repair it'
complete -c sheriff -n '__sheriff_is_at ""' -f -a doctor -d 'whether everything under the home is sound'
complete -c sheriff -n '__sheriff_is_at ""' -f -a backup -d 'keep a copy of the whole home'
complete -c sheriff -n '__sheriff_is_at ""' -f -a restore -d 'make a kept copy the home again'
complete -c sheriff -n '__sheriff_is_at ""' -f -a config -d 'the options'\'' values and where they come from'
complete -c sheriff -n '__sheriff_is_at ""' -f -a docs -d 'pages that are made from the program itself'
complete -c sheriff -n '__sheriff_is_at ""' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at ""' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at ""' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at ""' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at ""' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at ""' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "profile"' -l out -d 'also write the profile as one HTML page' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l schema-only -d 'only read and type every field; print rows, rejects and sums'
complete -c sheriff -n '__sheriff_is_at "profile"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "profile"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "profile"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "profile"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "schema"' -f -a infer -d 'write a first schema for a table nobody has described'
complete -c sheriff -n '__sheriff_is_at "schema"' -f -a show -d 'say what of a source is recognised'
complete -c sheriff -n '__sheriff_is_at "schema"' -f -a check -d 'check a schema file, or say what of a source does not fit'
complete -c sheriff -n '__sheriff_is_at "schema"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "schema"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "schema"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "schema"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "schema"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "schema"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l name -d 'the schema'\''s name; default the file'\''s' -r
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "schema infer"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "schema show"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "schema show"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "schema show"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "schema show"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "schema show"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "schema show"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "schema show"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "schema show"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "schema show"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "schema check"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "schema check"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "schema check"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "schema check"' -l json -d 'diagnostics as JSON, one a line'
complete -c sheriff -n '__sheriff_is_at "schema check"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "schema check"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "schema check"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "schema check"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "schema check"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "schema check"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a check -d 'say everything that is wrong with rule files, and what they cost'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a fmt -d 'put rule and schema files into the one layout'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a lint -d 'say what could be better in rules that are sound'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a test -d 'run the examples in rule files'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a lock -d 'keep which rules there are, and the hash of what each means'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a explain -d 'why rules say of one record what they say, and what would make a silent one fire'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a backtest -d 'what a pack of rules would have caught in a history, and against another version of it'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a bench -d 'time and memory by rule, so that the dear one is seen'
complete -c sheriff -n '__sheriff_is_at "rules"' -f -a sql -d 'write rules as SQL that answers as sheriff does'
complete -c sheriff -n '__sheriff_is_at "rules"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules check"' -l schema -d 'the schema file; else the schemas are found around the rules' -r
complete -c sheriff -n '__sheriff_is_at "rules check"' -l json -d 'diagnostics as JSON, one a line'
complete -c sheriff -n '__sheriff_is_at "rules check"' -l cost -d 'also each window, and what it keeps for each key'
complete -c sheriff -n '__sheriff_is_at "rules check"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules check"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules check"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules check"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules check"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules check"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l check -d 'write nothing, show what would change, and exit 1 if anything would'
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules fmt"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l schema -d 'the schema file; else the schemas are found around the rules' -r
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l json -d 'diagnostics as JSON, one a line'
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l fix -d 'apply every fix that is certain'
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules lint"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules test"' -l schema -d 'the schema file; else the schemas are found around the rules' -r
complete -c sheriff -n '__sheriff_is_at "rules test"' -l rule -d 'only this rule'\''s examples' -r
complete -c sheriff -n '__sheriff_is_at "rules test"' -l coverage -d 'which conditions the examples leave unproven'
complete -c sheriff -n '__sheriff_is_at "rules test"' -l mutants -d 'which small mistakes the examples would not notice'
complete -c sheriff -n '__sheriff_is_at "rules test"' -l json -d 'results as JSON, one a line'
complete -c sheriff -n '__sheriff_is_at "rules test"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules test"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules test"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules test"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules test"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules test"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l schema -d 'the schema file; else the schemas are found around the rules' -r
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l check -d 'write nothing, say what changed, and exit 1 if anything did'
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules lock"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l rule -d 'only this rule, whatever its status; else all that are live or in the shadow' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l json -d 'the same as one JSON object'
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules explain"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l against -d 'another version of the rules: a folder, or a git revision of the rules'\'' folder' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l truth -d 'the fraudulent rows: a CSV file with row, scheme and loss; all others are honest' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l sweep -d 'run with each of these values of a param; padding.deepest where several have the name' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l samples -d 'how many gained and lost records are shown of each rule' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l json -d 'the result as one JSON object'
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules backtest"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l repeat -d 'how many times each is measured; the median counts' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l json -d 'the result as one JSON object'
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules bench"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l dialect -d 'whose SQL' -x -a 'postgresql duckdb spark'
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l schema -d 'the schema file; else the schemas are found around the rules' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l table -d 'the table of the records; else the schema'\''s own' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l sequence -d 'the column that says in which order records came; else they came by time' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l baseline -d 'refused: no database holds a baseline, and what reads one is left out' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l out -d 'where the query is written; else standard output' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "rules sql"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "baseline"' -l name -d 'what the baseline is called' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "baseline"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "baseline"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "baseline"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "scan"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l as-stream -d 'decide on each record with what came before it only'
complete -c sheriff -n '__sheriff_is_at "scan"' -l model -d 'the model that scores beside the rules' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l all -d 'one line for every record and scheme, flagged or not'
complete -c sheriff -n '__sheriff_is_at "scan"' -l format -d 'how findings are written' -x -a 'table jsonl csv'
complete -c sheriff -n '__sheriff_is_at "scan"' -l out -d 'where findings are written; else standard output' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l fail-on -d 'exit 1 where something this severe is found' -x -a 'low medium high critical'
complete -c sheriff -n '__sheriff_is_at "scan"' -l sink -d 'also keep what is flagged: store, or jsonl:FILE; may be said again' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l source-name -d 'what the source is called in the store; default its path or address' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "scan"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "scan"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "scan"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "watch"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l model -d 'the model that scores beside the rules' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l shadow-model -d 'a model that scores in shadow and decides nothing' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l shadow -d 'where findings of rules and the model in shadow go as JSON lines; else they are only counted' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l sink -d 'where alerts go: store, jsonl:FILE, webhook:URL, command:PROGRAM or - for standard output; may be said again; default store' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l source-name -d 'what the source is called in the store; default its path or address' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l name -d 'what this monitor is called; two of one name do not run at once; default the source'\''s name' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l until-idle -d 'end after so long without a record; a last row without an end counts then' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l checkpoint-every -d 'how often all is remembered, at most' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l silent-after -d 'without a record for so long the stream itself is an alert; 0 for never' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l lag-after -d 'when the latest record'\''s time lies so far back that is an alert; 0 for never' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l max-rejects -d 'more bad rows than this among a thousand are an alert' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l drift -d 'whether features, scores and rules that have moved are alerts; default on where a model is named' -x -a 'on off'
complete -c sheriff -n '__sheriff_is_at "watch"' -l state -d 'where memory lies between two runs: home, or store where alerts are in PostgreSQL, so that another machine can go on; default home, and of Kafka store where it can be' -x -a 'home store'
complete -c sheriff -n '__sheriff_is_at "watch"' -l restart -d 'leave alone what was remembered, and read the source from its beginning'
complete -c sheriff -n '__sheriff_is_at "watch"' -l listen -d 'answer /livez, /readyz, /metrics and /version there; port 0 takes a free one' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l log -d 'how the monitor speaks of itself' -x -a 'text json'
complete -c sheriff -n '__sheriff_is_at "watch"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l follow -d 'PostgreSQL: by a key that grows, or by the database'\''s log, with corrections and deletes' -x -a 'cursor log'
complete -c sheriff -n '__sheriff_is_at "watch"' -l table -d 'PostgreSQL: the table, where the schema names none' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l cursor -d 'PostgreSQL: the unique column of whole numbers to read on by; default the primary key' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l slot -d 'PostgreSQL, --follow log: the replication slot; default sheriff_watch' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l from-now -d 'PostgreSQL, --follow log: begin with what comes, without what is there'
complete -c sheriff -n '__sheriff_is_at "watch"' -l webhook-allow -d 'a host that webhooks may speak to, HOST or HOST:PORT, with =private behind it where it is inside; may be said again, or several with spaces between' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l webhook-secret -d 'where the secret is that webhooks are signed with: env:NAME or file:PATH' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l webhook-ca -d 'certificates to trust in the place of the system'\''s' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l on-drift -d 'run when what the stream is decided by has moved, with the findings on its standard input, as one that learns a candidate anew' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l sink-attempts -d 'how often a batch is tried before it becomes dead letters' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l sink-drain -d 'at the end, how long what waits for webhooks and commands is still sent' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "watch"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "watch"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "watch"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "evaluate"' -f -a matrix -d 'how right the rules are over many simulated companies, none like the other'
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l findings -d 'what a scan wrote with --format jsonl or csv' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l truth -d 'the fraudulent rows: row, scheme, and loss, rep, variant where known' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l source -d 'what was scanned: says how many records there are, where only flagged ones were written' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l json -d 'every figure as one JSON object'
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l out -d 'also write the evaluation as one HTML page' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l inspected -d 'recall among so many records with the highest scores' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l bootstrap -d 'how many samples the intervals are of; 0 for none' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l seed -d 'of the samples' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "evaluate"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l settings -d 'how many companies' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l seed -d 'the same seed draws the same settings; else drawn from the clock, and said' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l orders-max -d 'the most orders of a setting; they have at least 5000, where this allows it' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l as-stream -d 'also decide on each order with what came before it only, and add what that finds and from when on it is right'
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l models -d 'also learn models, from the rules'\'' votes and from the truth, and compare them on orders that neither learned from'
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l plan -d 'write the settings that would be drawn, and simulate none'
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l jobs -d 'settings that are worked on at once' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l bootstrap -d 'how many samples the intervals are of; 0 for none' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l out -d 'where the page is written; else standard output' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "evaluate matrix"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "labels"' -l verdicts -d 'what analysts said of records: id, scheme, verdict; or store, for the stored alerts'\''' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l truth -d 'the fraudulent rows: row and scheme; says how right each rule truly is' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l out -d 'where id, scheme and probability of every record are written' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l fraud-min -d 'the least share of the records that is fraud' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l fraud-max -d 'the largest; the same as the least where the share is known' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l samples -d 'how many samples the intervals are of; 0 for none' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l seed -d 'of the samples' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l source-name -d 'what the source is called in the store; default its path or address' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "labels"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "labels"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "labels"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "learn"' -l labels -d 'rules, the name of a field, or a CSV file of row and scheme' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l verdicts -d 'what analysts said of records, a CSV file of id, scheme and verdict, or store, for the stored alerts'\'': it holds whatever else labels them' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l source-name -d 'what the source is called in the store; default its path or address' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l scheme -d 'what is learned; else every scheme that has labels' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l name -d 'what the model is called; default the schema'\''s name' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l shadow -d 'put the new version in shadow, for this reason: it scores beside the live one and decides nothing' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l truth -d 'the fraudulent rows: the test is held against them, and nothing is learned from them' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l budget -d 'how many alerts can be looked at' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l least-chance -d 'what is less likely fraud is no alert, whatever the budget' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l review-cost -d 'what looking at one alert costs; in place of a budget' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l without -d 'features that are left out, parted by commas' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l seconds -d 'how long parameters are searched, for all schemes together' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l candidates -d 'how many sets of parameters are tried' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l rounds -d 'trees at most' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l test-share -d 'of the records, the latest ones' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l fraud-max -d 'how much of the records may be fraud where rules label them' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l seed -d 'of the search' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l json -d 'figures as JSON on standard output'
complete -c sheriff -n '__sheriff_is_at "learn"' -l page -d 'also write one HTML page, with curves' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l protocol -d 'handbook: learn from a week, wait a week, test a week, as the Fraud Detection Handbook does' -x -a 'handbook'
complete -c sheriff -n '__sheriff_is_at "learn"' -l start -d 'handbook: the first day that is learned from; default 2018-07-25' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l weeks -d 'handbook: how many weeks, each seven days after the one before; default 1' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "learn"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "learn"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "learn"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "drift"' -l model -d 'the model whose past the records are held against' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l baseline -d 'decide with a baseline that was learned before, and hold it against the source'\''s' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l from -d 'only records from this day on' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l to -d 'only records up to this day, all of it' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "drift"' -l fail-on -d 'exit 1 where something has moved so far' -x -a 'moving moved'
complete -c sheriff -n '__sheriff_is_at "drift"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "drift"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "drift"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "drift"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "notebook"' -f -a export -d 'write a history as notebooks for Jupyter and Databricks, with its data and its rules as Spark SQL'
complete -c sheriff -n '__sheriff_is_at "notebook"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "notebook"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "notebook"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "notebook"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "notebook"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "notebook"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l out -d 'the folder to write to' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l truth -d 'the fraudulent rows: what is found is held against them, and nothing is learned from them' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l texts -d 'also write the records'\'' free texts'
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l model -d 'whose scores are written: a registered model, learn for one that is trained on the rules'\'' votes, or none' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l budget -d 'how many alerts can be looked at' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l candidates -d 'how many sets of parameters are tried' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l rounds -d 'trees at most' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l test-share -d 'of the records, the latest ones' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l seed -d 'of the search' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l execute -d 'run the notebooks, so that they hold what they show'
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l python -d 'the Python that runs them, with nbclient, nbformat, ipykernel, pandas and matplotlib' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "notebook export"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l by -d 'which model ranks the records' -x -a 'isolation tails autoencoder all'
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l top -d 'how many records are listed, or all' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l fit-share -d 'of the records, the earliest ones, that are learned from; the others are ranked' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l label -d 'a flag that says which records are fraud: the rankings are measured by it' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l truth -d 'a CSV file of the fraudulent rows, row and scheme, to measure by' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l scheme -d 'of the truth, the only scheme that counts' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l without -d 'features that are left out, parted by commas' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l samples -d 'how many samples the intervals are of; 0 for none' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l seed -d 'of what is drawn' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l format -d 'how the list is written' -x -a 'table csv jsonl'
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l out -d 'where the list is written; else standard output' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "anomalies"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "models"' -f -a list -d 'every version of every model'
complete -c sheriff -n '__sheriff_is_at "models"' -f -a show -d 'one version: what it came from, how good it is, who changed its stage and why'
complete -c sheriff -n '__sheriff_is_at "models"' -f -a compare -d 'two versions side by side: measures, parameters, features, origins'
complete -c sheriff -n '__sheriff_is_at "models"' -f -a promote -d 'let a version decide, or score in shadow'
complete -c sheriff -n '__sheriff_is_at "models"' -f -a rollback -d 'return to the version that was live before'
complete -c sheriff -n '__sheriff_is_at "models"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "models"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "models"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "models"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "models"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "models"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "models list"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "models list"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "models list"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "models list"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "models list"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "models list"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "models list"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "models show"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "models show"' -l page -d 'also write one HTML page, with curves' -r
complete -c sheriff -n '__sheriff_is_at "models show"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "models show"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "models show"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "models show"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "models show"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "models show"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "models compare"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "models compare"' -l page -d 'also write one HTML page, with curves' -r
complete -c sheriff -n '__sheriff_is_at "models compare"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "models compare"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "models compare"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "models compare"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "models compare"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "models compare"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "models promote"' -l stage -d 'what it is used for' -x -a 'shadow live'
complete -c sheriff -n '__sheriff_is_at "models promote"' -l why -d 'the reason, kept for ever' -r
complete -c sheriff -n '__sheriff_is_at "models promote"' -l by -d 'who decides it; default the system'\''s name of the user' -r
complete -c sheriff -n '__sheriff_is_at "models promote"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "models promote"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "models promote"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "models promote"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "models promote"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "models promote"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l why -d 'the reason, kept for ever' -r
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l by -d 'who decides it; default the system'\''s name of the user' -r
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "models rollback"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a list -d 'alerts, the latest first'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a cases -d 'one person in one scheme in one month: how many alerts, how much money, how they stand'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a show -d 'one alert with all that was said and decided, or one case with its alerts'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a confirm -d 'say that alerts are fraud'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a dismiss -d 'say that alerts are no fraud'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a explain -d 'why an alert was raised: the reason, the evidence, its rules as they are written, and what to look at'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a suppress -d 'keep open alerts out of sight for a while'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a unsuppress -d 'end a suppression before its day'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a suppressions -d 'what is kept out of sight, by whom, why and until when'
complete -c sheriff -n '__sheriff_is_at "alerts"' -f -a verdicts -d 'the verdicts that hold, as `labels` and `learn` read them'
complete -c sheriff -n '__sheriff_is_at "alerts"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l scheme -d 'only of this scheme' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l rule -d 'only where this rule fired, package.rule' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l entity -d 'only about this person, or whoever the records'\'' first key names' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l rep -d 'the same as --entity' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l severity -d 'only so severe or more' -x -a 'low medium high critical'
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l from -d 'only of records from this day on' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l to -d 'only of records up to this day, all of it' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l min-loss -d 'only where so much or more was lost, whatever the currency' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l case -d 'only of this case' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l of-source -d 'only of this source, as it was scanned' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l status -d 'how they stand' -x -a 'open confirmed dismissed suppressed all'
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l sort -d 'what comes first' -x -a 'time loss score severity stored'
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l cases -d 'cases instead of alerts, as `sheriff alerts cases`'
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l limit -d 'how many at most' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l page -d 'which of the pages' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l format -d 'how it is written' -x -a 'table jsonl csv'
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts list"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l scheme -d 'only of this scheme' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l rule -d 'only where this rule fired, package.rule' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l entity -d 'only about this person, or whoever the records'\'' first key names' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l rep -d 'the same as --entity' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l severity -d 'only so severe or more' -x -a 'low medium high critical'
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l from -d 'only of records from this day on' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l to -d 'only of records up to this day, all of it' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l min-loss -d 'only where so much or more was lost, whatever the currency' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l case -d 'only of this case' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l of-source -d 'only of this source, as it was scanned' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l status -d 'how the counted alerts stand' -x -a 'open confirmed dismissed suppressed all'
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l sort -d 'what comes first' -x -a 'time loss count severity'
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l limit -d 'how many at most' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l page -d 'which of the pages' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l format -d 'how it is written' -x -a 'table jsonl csv'
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts cases"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts show"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l scheme -d 'only of this scheme' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l rule -d 'only where this rule fired, package.rule' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l entity -d 'only about this person, or whoever the records'\'' first key names' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l rep -d 'the same as --entity' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l severity -d 'only so severe or more' -x -a 'low medium high critical'
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l from -d 'only of records from this day on' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l to -d 'only of records up to this day, all of it' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l min-loss -d 'only where so much or more was lost, whatever the currency' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l case -d 'only of this case' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l of-source -d 'only of this source, as it was scanned' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l status -d 'of those that a filter names, how they stand now' -x -a 'open confirmed dismissed suppressed all'
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l why -d 'the reason, kept for ever' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l by -d 'who decides it; default the system'\''s name of the user' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l yes -d 'do it also where a case or a filter names more than one'
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts confirm"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l scheme -d 'only of this scheme' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l rule -d 'only where this rule fired, package.rule' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l entity -d 'only about this person, or whoever the records'\'' first key names' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l rep -d 'the same as --entity' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l severity -d 'only so severe or more' -x -a 'low medium high critical'
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l from -d 'only of records from this day on' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l to -d 'only of records up to this day, all of it' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l min-loss -d 'only where so much or more was lost, whatever the currency' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l case -d 'only of this case' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l of-source -d 'only of this source, as it was scanned' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l status -d 'of those that a filter names, how they stand now' -x -a 'open confirmed dismissed suppressed all'
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l why -d 'the reason, kept for ever' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l by -d 'who decides it; default the system'\''s name of the user' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l yes -d 'do it also where a case or a filter names more than one'
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts dismiss"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l source -d 'where the record is, to decide it again' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts explain"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l scheme -d 'alerts of this scheme' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l rule -d 'where this rule fired, package.rule' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l entity -d 'about this person, or whoever the records'\'' first key names' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l rep -d 'the same as --entity' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l record -d 'about this record' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l until -d 'the last day, in UTC' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l why -d 'the reason, kept for ever' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l by -d 'who decides it; default the system'\''s name of the user' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts suppress"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l why -d 'the reason, kept for ever' -r
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l by -d 'who decides it; default the system'\''s name of the user' -r
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts unsuppress"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l all -d 'also those that are over'
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts suppressions"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l out -d 'where they are written; else standard output' -r
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l of-source -d 'of this source, where several have verdicts' -r
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "alerts verdicts"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "report"' -l out -d 'the folder that the report is written into' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l from -d 'records from this day on' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l to -d 'records up to this day, all of it; with --from the period before is compared' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l format -d 'of html, pdf, xlsx, csv, separated by commas' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l history -d 'the history that stored alerts are about; `none` leaves it out; unless told, it is looked for' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l names -d 'real names in place of pseudonyms'
complete -c sheriff -n '__sheriff_is_at "report"' -l locale -d 'how numbers and dates are written' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l phrases -d 'another language, or a company'\''s own words; see `sheriff docs phrases`' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l model -d 'the model that scores a SOURCE beside the rules' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l baseline -d 'decide with a baseline that was learned before' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l catalog -d 'a price list, product,price,cost, in place of learned prices' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l source-name -d 'what the source is called in the store; default its path or address' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l schema -d 'the schema file; else it is recognised from the header' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l rejects -d 'where bad rows are kept; default DIR/rejects.jsonl under --home' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l max-rejects -d 'the share of bad rows that stops the run with exit 65' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "report"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "report"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "report"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "sinks"' -f -a list -d 'each outbox: how much waits, how much was given up, since when and why'
complete -c sheriff -n '__sheriff_is_at "sinks"' -f -a retry -d 'let what was given up wait again'
complete -c sheriff -n '__sheriff_is_at "sinks"' -f -a drop -d 'forget what was given up'
complete -c sheriff -n '__sheriff_is_at "sinks"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "sinks"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "sinks"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "sinks"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "sinks"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "sinks"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "sinks list"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "sinks retry"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "sinks retry"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "sinks retry"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "sinks retry"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "sinks retry"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "sinks retry"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l yes -d 'do it'
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "sinks drop"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "provenance"' -f -a install -d 'put the witnesses into a database: audit triggers, a publication, a slot, a first hash of every row'
complete -c sheriff -n '__sheriff_is_at "provenance"' -f -a uninstall -d 'take the witnesses out again; the audit stays unless told otherwise'
complete -c sheriff -n '__sheriff_is_at "provenance"' -f -a check -d 'one look at everything since the last: the log, the definitions, every row'\''s hash'
complete -c sheriff -n '__sheriff_is_at "provenance"' -f -a watch -d 'follow the log as it grows; findings within moments of the commit'
complete -c sheriff -n '__sheriff_is_at "provenance"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "provenance"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "provenance"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "provenance"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "provenance"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "provenance"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l tables -d 'the tables of the orders, SCHEMA.TABLE or SCHEMA.TABLE:TIME_COLUMN; else the schema'\''s' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l schema -d 'the schema file; else the one whose tables are there' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l writer -d 'a role that writes orders; without any all may' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l application -d 'an application_name that writes orders; without any all may' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l reader -d 'a role that is to watch, and may only read' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l slot -d 'the replication slot and publication; default sheriff_ and the database' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l print -d 'only show the SQL'
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l format -d 'how findings are written' -x -a 'table jsonl csv'
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l past-days -d 'an order older than this is not written any more; 0 for no such limit' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l scored-until -d 'orders up to here were judged, so they are not to change any more' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "provenance install"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l slot -d 'the replication slot and publication; default sheriff_ and the database' -r
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l drop-audit -d 'remove the audit table as well'
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l print -d 'only show the SQL'
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "provenance uninstall"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l format -d 'how findings are written' -x -a 'table jsonl csv'
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l out -d 'where findings are written; else standard output' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l fail-on -d 'exit 1 where something this severe is found' -x -a 'low medium high critical'
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l slot -d 'the replication slot and publication; default sheriff_ and the database' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l past-days -d 'an order older than this is not written any more; 0 for no such limit' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l scored-until -d 'orders up to here were judged, so they are not to change any more' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "provenance check"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l sink -d 'where findings go, jsonl:FILE; else JSON lines on standard output' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l until-idle -d 'end after so long without a change' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l look-every -d 'how often the definitions are compared' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l hash-every -d 'how often every row is hashed again; 0 only at the start' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l slot -d 'the replication slot and publication; default sheriff_ and the database' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l past-days -d 'an order older than this is not written any more; 0 for no such limit' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l scored-until -d 'orders up to here were judged, so they are not to change any more' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "provenance watch"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "simulate"' -f -a orders -d 'orders of a sales force, with padding reps and an administrator'\''s leavings'
complete -c sheriff -n '__sheriff_is_at "simulate"' -f -a cards -d 'card payments with known frauds, as the Fraud Detection Handbook describes them'
complete -c sheriff -n '__sheriff_is_at "simulate"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "simulate"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "simulate"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "simulate"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "simulate"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "simulate"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l out -d 'the folder to write to' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l orders -d 'how many orders; default 5000' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l seed -d 'the same seed gives the same bytes; default 1' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l reps -d 'how many reps; default 30' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l customers -d 'how many customers; default 144000' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l products -d 'how many products; default 294' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l from -d 'the first day; default 2014-01-01' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l to -d 'the last day; default 2017-07-31' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l ladder -d 'ordinary discounts in percent, with weights where they differ: 1,2.5:3,10' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l discounts-by -d 'what a discount is taken from: unit, line or order; default unit' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l discount-rate -d 'orders with a discount; default 60%' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l guilty-reps -d 'reps who pad; default 4' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l padding-rate -d 'of the guilty reps'\'' orders; default 6%' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l padding -d 'wholly, partly, quarter-ends, collusion, small, large; or all, or none' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l padding-seed -d 'default the seed' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l injection-rate -d 'of all orders; default 0.4%' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l injections -d 'price, ghost, count, cost, list, backdated, duplicate, skim; or all, or none' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l injection-seed -d 'default the seed' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l noise-rate -d 'orders with odd but honest attributes; default 1%' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l drift -d 'what changes from a day on: prices, ladder, baskets, habits; dishonestly: false-prices; several with commas' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "simulate orders"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l out -d 'the folder to write to' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l layout -d 'handbook or anonymous; default handbook' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l seed -d 'the same seed gives the same bytes; default 1' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l customers -d 'handbook: how many customers; default 5000' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l terminals -d 'handbook: how many terminals; default 10000' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l days -d 'handbook: how many days; default 183' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l start -d 'handbook: the first day; default 2018-04-01' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l radius -d 'handbook: how far customers go, in a square of 100 by 100; default 5' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l tampered -d 'handbook: terminals that are tampered with each day, for 28 days; default 2' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l stolen -d 'handbook: customers whose cards are stolen each day, for 14 days; default 3' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l payments -d 'anonymous: how many payments; default 284807' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l fraud-rate -d 'anonymous: how many of them are fraud; default 0.1727%' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "simulate cards"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "demo"' -l source -d 'the history to tell it on' -r
complete -c sheriff -n '__sheriff_is_at "demo"' -l out -d 'the folder that everything is written into' -r
complete -c sheriff -n '__sheriff_is_at "demo"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "demo"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "demo"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "demo"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "demo"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "demo"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "explain"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "explain"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "explain"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "explain"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "explain"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "explain"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "doctor"' -l format -d 'how it is written' -x -a 'table json'
complete -c sheriff -n '__sheriff_is_at "doctor"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "doctor"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "doctor"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "doctor"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "doctor"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "doctor"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "backup"' -l out -d 'where the copy is put; it must not be there yet' -r
complete -c sheriff -n '__sheriff_is_at "backup"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "backup"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "backup"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "backup"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "backup"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "backup"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "restore"' -l force -d 'also where the home has something'
complete -c sheriff -n '__sheriff_is_at "restore"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "restore"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "restore"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "restore"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "restore"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "restore"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "config"' -f -a show -d 'every option'\''s value'
complete -c sheriff -n '__sheriff_is_at "config"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "config"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "config"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "config"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "config"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "config"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "config show"' -l origin -d 'also say where each value comes from'
complete -c sheriff -n '__sheriff_is_at "config show"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "config show"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "config show"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "config show"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "config show"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "config show"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs"' -f -a reference -d 'all commands as Markdown'
complete -c sheriff -n '__sheriff_is_at "docs"' -f -a functions -d 'all functions of the rule language as Markdown'
complete -c sheriff -n '__sheriff_is_at "docs"' -f -a man -d 'all commands as a page of the manual'
complete -c sheriff -n '__sheriff_is_at "docs"' -f -a completions -d 'what a shell needs to complete commands and options'
complete -c sheriff -n '__sheriff_is_at "docs"' -f -a phrases -d 'the words of a report in English: what another language translates'
complete -c sheriff -n '__sheriff_is_at "docs"' -f -a diagnostics -d 'a page for every diagnostic'
complete -c sheriff -n '__sheriff_is_at "docs"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs reference"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs reference"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs reference"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs reference"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs reference"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs reference"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs functions"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs functions"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs functions"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs functions"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs functions"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs functions"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs man"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs man"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs man"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs man"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs man"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs man"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs completions"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs completions"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs completions"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs completions"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs completions"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs completions"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs phrases"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs phrases"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs phrases"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs phrases"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs phrases"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs phrases"' -l help -d 'show the help page' -s h
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l out -d 'the folder to write to' -r
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l home -d 'where baselines, models and rejects are kept' -r
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l store -d 'where alerts are kept, postgres://…; unless told, under the home' -r
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l rules -d 'the folder of rule packs and schemas' -r
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l color -d 'colours in the output' -x -a 'auto never'
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l quiet -d 'say nothing but errors' -s q
complete -c sheriff -n '__sheriff_is_at "docs diagnostics"' -l help -d 'show the help page' -s h
