/// The exported program that runs the exported notebooks.
enum RunScript {
  static let text = #"""
    """Runs the notebooks of this folder from top to bottom, and keeps what they show in them.

        python3 run.py [NAME.ipynb ...]

    Whatever differs from run to run without the data differing (times, versions) is left out, so that the same data give the same files. A notebook
    that fails stays as it was. Wants: pip install nbclient nbformat ipykernel pandas matplotlib
    """

    import os
    import sys
    from pathlib import Path

    try:
        import ipykernel  # noqa: F401
        import matplotlib  # noqa: F401
        import nbformat
        import pandas  # noqa: F401
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError
    except ImportError as error:
        print(f"{error}; install what notebooks are run with: {sys.executable} -m pip install nbclient nbformat ipykernel pandas matplotlib", file=sys.stderr)
        sys.exit(69)

    folder = Path(__file__).resolve().parent
    paths = [folder / name for name in sys.argv[1:]] or sorted(folder.glob("*.ipynb"))
    finished = []
    try:
        for path in paths:
            notebook = nbformat.read(path, as_version=4)
            metadata = dict(notebook.metadata)
            client = NotebookClient(notebook, timeout=600, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(folder)}})
            try:
                client.execute()
            except CellExecutionError as error:
                print(f"{path.name} fails, and stays as it was: {str(error)[-2000:]}", file=sys.stderr)
                sys.exit(65)
            notebook.metadata = nbformat.from_dict({**metadata, "language_info": {"name": "python"}})
            nbformat.validate(notebook)
            beside = path.with_name(path.name + f".{os.getpid()}.part")
            finished.append((beside, path))
            nbformat.write(notebook, beside)
            print(f"{path.name}: {sum(len(cell.get('outputs', [])) for cell in notebook.cells)} outputs", file=sys.stderr)
        for beside, path in finished:
            os.replace(beside, path)
    finally:
        for beside, _ in finished:
            beside.unlink(missing_ok=True)

    """#
}
