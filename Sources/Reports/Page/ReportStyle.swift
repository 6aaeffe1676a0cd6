/// How the page looks: on a screen, in the dark, narrow, and on paper.
enum ReportStyle {
  static let text = """
    :root { --ink:#1b222d; --soft:#59626f; --paper:#ffffff; --rule:#e2e5ea; --card:#f6f7f9; --s0:#2f6299; --s1:#c9741a; --s2:#3f8a58; --s3:#875090; }
    @media (prefers-color-scheme: dark) { :root { --ink:#e9ebef; --soft:#a5adb9; --paper:#13171e; --rule:#2b323d; --card:#1b2029; --s0:#79aae0; --s1:#f0a850; --s2:#7cc697; --s3:#c793ce; } }
    * { box-sizing:border-box; }
    body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
    main { max-width:58rem; margin:0 auto; padding:2.6rem 1.4rem 5rem; }
    .eyebrow { margin:0; color:var(--soft); letter-spacing:.1em; text-transform:uppercase; font-size:.78rem; }
    h1 { margin:.2rem 0 .5rem; font-size:2.1rem; line-height:1.15; overflow-wrap:anywhere; }
    .subtitle { margin:0 0 1.4rem; color:var(--soft); max-width:46rem; font-size:.95rem; }
    .lead { font-size:1.2rem; max-width:48rem; line-height:1.5; }
    p, li { max-width:48rem; }
    .source { color:var(--soft); font-size:.88rem; margin:.3rem 0 1rem; }
    .caution { border-left:3px solid var(--s1); padding-left:.9rem; }
    a { color:inherit; text-decoration-color:var(--s0); text-underline-offset:.15em; }
    nav { margin:2rem 0 0; } nav ol { columns:2; padding-left:1.4rem; color:var(--soft); font-size:.95rem; }
    h2 { margin:2.6rem 0 .6rem; padding-top:.6rem; border-top:2px solid var(--ink); font-size:1.5rem; }
    h3 { margin:1.8rem 0 .4rem; font-size:1.12rem; }
    h4 { margin:0 0 .4rem; font-size:.98rem; }
    hr.page { display:none; }
    ol, ul { padding-left:1.4rem; margin:.4rem 0 1rem; } li { margin:.25rem 0; }
    figure { margin:1rem 0 1.6rem; } figcaption { font-weight:600; margin-bottom:.4rem; }
    svg { display:block; max-width:46rem; } svg text { fill:var(--soft); font:12px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
    svg .grid { stroke:var(--rule); } svg .axis { stroke:var(--soft); } svg rect.axis { fill:var(--soft); stroke:none; } svg rect.grid { fill:var(--rule); stroke:none; }
    svg polyline.series-0 { stroke:var(--s0); } svg polyline.series-1 { stroke:var(--s1); } svg polyline.series-2 { stroke:var(--s2); } svg polyline.series-3 { stroke:var(--s3); }
    svg polyline[class^=series] { stroke-width:2; stroke-linejoin:round; }
    svg polyline.series-1 { stroke-dasharray:7 4; } svg polyline.series-2 { stroke-dasharray:2 3; } svg polyline.series-3 { stroke-dasharray:9 3 2 3; }
    svg rect.series-0, svg polygon.series-0 { fill:var(--s0); } svg rect.series-1, svg polygon.series-1 { fill:var(--s1); } svg rect.series-2, svg polygon.series-2 { fill:var(--s2); } svg rect.series-3, svg polygon.series-3 { fill:var(--s3); }
    .tiles { display:grid; grid-template-columns:repeat(auto-fit, minmax(12rem, 1fr)); gap:1rem; margin:1.4rem 0; }
    .tile { background:var(--card); border-top:3px solid var(--s0); padding:.7rem .9rem .8rem; }
    .tile strong { display:block; font-size:1.5rem; line-height:1.25; overflow-wrap:anywhere; font-variant-numeric:tabular-nums; } .tile span { display:block; font-weight:600; } .tile small { color:var(--soft); font-size:.85rem; display:block; margin-top:.25rem; line-height:1.35; }
    .tile a { text-decoration:none; }
    .scroll { overflow-x:auto; margin:.6rem 0 1.2rem; }
    table { border-collapse:collapse; width:100%; font-size:.9rem; font-variant-numeric:tabular-nums; }
    caption { text-align:left; font-weight:600; padding-bottom:.3rem; font-size:.95rem; }
    th { text-align:left; vertical-align:bottom; color:var(--soft); font-weight:600; border-bottom:1px solid var(--soft); }
    th, td { padding:.32rem .7rem .32rem 0; } td { border-bottom:1px solid var(--rule); vertical-align:top; overflow-wrap:anywhere; }
    td:first-child { min-width:7rem; } td.n { white-space:nowrap; overflow-wrap:normal; } .n { text-align:right; }
    .n:last-child { padding-right:0; }
    tr.total td { border-top:1px solid var(--ink); font-weight:600; }
    .example { background:var(--card); padding:.9rem 1.1rem .5rem; margin:.8rem 0; max-width:46rem; }
    .example table { max-width:40rem; } .example p { margin:.5rem 0; color:var(--soft); }
    @media (max-width: 40rem) { h1 { font-size:1.6rem; } nav ol { columns:1; } .lead { font-size:1.08rem; } main { padding:1.4rem 1rem 3rem; } }
    @media print {
      :root { --ink:#000; --soft:#444; --paper:#fff; --rule:#ccc; --card:#f4f4f4; --s0:#2f6299; --s1:#c9741a; --s2:#3f8a58; --s3:#875090; }
      @page { size:A4; margin:15mm; }
      body { font-size:9.5pt; line-height:1.4; } main { max-width:none; padding:0; } nav { display:none; } hr.page { display:block; break-after:page; border:0; margin:0; height:0; }
      h1 { font-size:19pt; } .lead { font-size:11pt; } h2 { font-size:14pt; margin-top:0; } .tile strong { font-size:14pt; } .tile small { font-size:7.5pt; }
      .tiles { grid-template-columns:repeat(4, 1fr); gap:.5rem; } .scroll { overflow:visible; } table { font-size:7.8pt; }
      figure, tr, .example, .tile { break-inside:avoid; } h2, h3, caption { break-after:avoid; } thead { display:table-header-group; }
      a { text-decoration:none; }
    }

    """
}
