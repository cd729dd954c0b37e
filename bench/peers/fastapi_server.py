"""fastapi_server.py PORT: the replaced design. The camera's endpoint keeps its newest frame, and each viewer's task looks
for it 30 times a second under one asyncio lock. The rules for cameras and viewers are limit_server's."""
import asyncio
import sys

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
newest = {}
newest_lock = asyncio.Lock()


@app.websocket("/ws/esp32cam")
async def camera(socket: WebSocket):
    await socket.accept()
    own_id = socket.headers.get("x-device-id", "cam0")
    await socket.send_json({"type": "connection_ack", "message": "connected"})
    try:
        while True:
            data = await socket.receive_bytes()
            async with newest_lock:
                newest[own_id] = data
    except WebSocketDisconnect:
        pass


@app.websocket("/ws/video")
async def video(socket: WebSocket):
    await socket.accept()
    watched = socket.query_params.get("camera", "cam0")
    last = None
    try:
        while True:
            async with newest_lock:
                frame = newest.get(watched)
            if frame is not None and frame is not last:
                await socket.send_bytes(frame)
                last = frame
            await asyncio.sleep(1 / 30)
    except Exception:  # a viewer that went away; the replaced design looks no closer
        pass


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False,
                ws_max_size=16 * 1024 * 1024)
