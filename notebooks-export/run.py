"""Runs the notebooks of this folder from top to bottom, and keeps what they show in them.

    python3 run.py [NAME.ipynb ...]

Whatever differs from run to run without the data differing (times, versions) is left out, so that the same data give the same
files. Where one notebook fails all stay as they were. Wants: pip install nbclient nbformat ipykernel pandas matplotlib
"""

import os
import sys
import tempfile
from pathlib import Path

try:
    import ipykernel  # noqa: F401
    import matplotlib  # noqa: F401
    import nbformat
    import pandas  # noqa: F401
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from traitlets.config import Config
except ImportError as error:
    print(f"{error}; install what notebooks are run with:", file=sys.stderr)
    print(f"{sys.executable} -m pip install nbclient nbformat ipykernel pandas matplotlib", file=sys.stderr)
    sys.exit(69)


def run(path, sockets):
    """A notebook with what it shows; nothing of it is written."""
    notebook = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    # The kernel listens on files that only its owner reads, and on no port.
    settings = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=600, record_timing=False, config=settings,
        resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    notebook.metadata = nbformat.from_dict({**metadata, "language_info": {"name": "python"}})
    nbformat.validate(notebook)
    return notebook


def main(names):
    folder = Path(__file__).resolve().parent
    finished = []
    try:
        for path in [folder / name for name in names] or sorted(folder.glob("*.ipynb")):
            with tempfile.TemporaryDirectory() as sockets:
                notebook = run(path, sockets)
            beside = path.with_name(f"{path.name}.{os.getpid()}.part")
            finished.append((beside, path))
            nbformat.write(notebook, beside)
            print(f"{path.name}: {sum(len(cell.get('outputs', [])) for cell in notebook.cells)} outputs", file=sys.stderr)
        for beside, path in finished:
            os.replace(beside, path)
    except CellExecutionError as error:
        print(f"{path.name} fails, and all stay as they were: {str(error)[-2000:]}", file=sys.stderr)
        return 65
    finally:
        for beside, _ in finished:
            beside.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
