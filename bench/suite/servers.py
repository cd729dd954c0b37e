"""The servers that are compared: how each is started, and why one is missing."""
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build/release/bin"
PEERS = ROOT / "bench/peers"
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's packages are of no use to another python

NAMES = {
    "limit": "limit (raw epoll)",
    "watchpost": "watchpost",
    "libwebsockets": "libwebsockets",
    "node": "node `ws`",
    "fastapi": "the replaced design (FastAPI)",
}


def _has_python_modules():
    if not pathlib.Path(SYSTEM_PYTHON).exists():
        return False
    done = subprocess.run([SYSTEM_PYTHON, "-c", "import fastapi, uvicorn, uvloop, websockets"], capture_output=True)
    return done.returncode == 0


def why_missing(server):
    """None when the server can be run."""
    if server == "node":
        if not shutil.which("node"):
            return "node is not installed"
        return None if (ROOT / "bench/node_modules/ws").is_dir() else "the npm package ws is not installed"
    if server == "fastapi":
        return None if _has_python_modules() else "python3-fastapi, uvicorn, uvloop or websockets is not installed"
    binary = {"limit": "limit_server", "libwebsockets": "libwebsockets_server"}.get(server, server)
    if (BIN / binary).exists():
        return None
    return "libwebsockets-dev is not installed" if server == "libwebsockets" else f"{binary} was not built"


def version_of(server):
    """Which version is measured; empty for our own."""
    questions = {
        "libwebsockets": ["dpkg-query", "-W", "-f=${Version}", "libwebsockets-dev"],
        "node": ["node", "-p", "process.version + ', ws ' + require('./bench/node_modules/ws/package.json').version"],
        "fastapi": [SYSTEM_PYTHON, "-c", "import fastapi, uvicorn, uvloop; print(fastapi.__version__ + ', uvicorn ' + "
                    "uvicorn.__version__ + ', uvloop ' + uvloop.__version__)"],
    }
    if server not in questions:
        return ""
    return subprocess.run(questions[server], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def command_of(server, port):
    """What to run, and what to add to its environment."""
    if server == "watchpost":
        data = tempfile.mkdtemp(prefix="watchpost-bench-")
        return [str(BIN / "watchpost"), "serve", "--port", str(port)], {
            "WATCHPOST_DATA_DIR": data, "WATCHPOST_LOG_LEVEL": "error", "WATCHPOST_LOCAL_ACCESS": "operator"}, data
    return {
        "limit": [str(BIN / "limit_server"), str(port)],
        "libwebsockets": [str(BIN / "libwebsockets_server"), str(port)],
        "node": ["node", str(PEERS / "node_ws_server.mjs"), str(port)],
        "fastapi": [SYSTEM_PYTHON, str(PEERS / "fastapi_server.py"), str(port)],
    }[server], {}, None
