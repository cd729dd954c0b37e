import binascii
import hashlib

from watchpost.websocket import CLOSED, CLOSING, OPEN, OPENING, Broken, Refused, WebSocket

KEY = bytes(range(16))
MASK = b"\x01\x02\x03\x04"


def random_bytes(count):
    return KEY if count == 16 else MASK


def sha1(data):
    return hashlib.sha1(data).digest()


def fresh(headers=(), host="server", port=3000, check=sha1):
    return WebSocket(host, port, "/ws/pico", headers, random_bytes, check)


# The proof for KEY.
ACCEPT = binascii.b2a_base64(sha1(binascii.b2a_base64(KEY).strip() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).strip()
ANSWER = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + ACCEPT
ANSWER += b"\r\n\r\n"


def opened():
    ws = fresh()
    ws.written(len(ws.out))
    assert ws.feed(ANSWER) == []
    assert ws.state == OPEN
    return ws


def frame(opcode, payload, last=True):
    length = len(payload)
    head = bytes(((128 if last else 0) | opcode, min(length, 126)))
    return head + (length.to_bytes(2, "big") if length > 125 else b"") + payload


def sent(ws):
    """Opcode and payload of each frame that waits to be written."""
    frames, out = [], ws.out
    while out:
        assert out[0] & 128 and out[1] & 128
        length, head = out[1] & 127, 2
        if length == 126:
            length, head = int.from_bytes(out[2:4], "big"), 4
        mask, payload = out[head:head + 4], out[head + 4:head + 4 + length]
        frames.append((out[0] & 15, bytes(b ^ mask[i & 3] for i, b in enumerate(payload))))
        out = out[head + 4 + length:]
    ws.written(len(ws.out))
    return frames


def breaks(data, code):
    try:
        opened().feed(data)
    except Broken as broken:
        return broken.code == code
    return False


def refuses(answer, status, check=sha1):
    ws = fresh(check=check)
    try:
        ws.feed(answer)
    except Refused as refused:
        return refused.status == status
    return False


def test_the_request_has_each_header_once():
    request = fresh([("Authorization", "Bearer a:b@c"), ("X-Device-ID", "head")]).out.decode()
    lines = request.split("\r\n")
    assert lines[0] == "GET /ws/pico HTTP/1.1"
    assert sorted(lines[1:-2]) == sorted([
        "Host: server:3000", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==", "Authorization: Bearer a:b@c", "X-Device-ID: head"])
    assert lines[-2:] == ["", ""]
    assert "Host: server\r\n" in fresh(port=80).out.decode()


def test_secrets_cannot_break_the_request():
    for bad in ([("Authorization", "Bearer a\r\nX: b")], [("Authorization", "Bearer \u00e9")]):
        try:
            fresh(bad)
        except ValueError:
            continue
        raise AssertionError("taken")
    for host in ("", "a b", "a\r\n"):
        try:
            fresh(host=host)
        except ValueError:
            continue
        raise AssertionError("taken")


def test_the_answer_may_come_in_pieces_and_with_frames_behind_it():
    ws = fresh()
    data = ANSWER + frame(1, b"hello")
    texts = []
    for i in range(len(data)):
        texts += ws.feed(data[i:i + 1])
    assert texts == ["hello"]


def test_refusals():
    assert refuses(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", 401)
    assert refuses(b"HTTP/1.1 503 Busy\r\n\r\n", 503)
    assert refuses(b"SSH-2.0\r\n\r\n", 0)
    assert refuses(b"HTTP/1.1 101 Switching\r\n\r\n", 0)
    assert refuses(b"x" * 3000, 0)
    assert refuses(ANSWER.replace(ACCEPT, b"somethingelse"), 0)
    assert not refuses(ANSWER.replace(ACCEPT, b"somethingelse"), 0, check=None)


def test_texts_of_every_length():
    for length in (0, 1, 125, 126, 1000, 4096):
        assert opened().feed(frame(1, b"x" * length)) == ["x" * length]


def test_what_we_say_is_masked():
    for length in (0, 5, 125, 126, 300):
        ws = opened()
        ws.send_text("y" * length)
        assert b"yyyyy" not in ws.out
        assert sent(ws) == [(1, b"y" * length)]
    ws = opened()
    ws.send_text("X=90\u00b0")
    assert sent(ws) == [(1, b"X=90\xc2\xb0")]


def test_fragments_with_a_ping_between():
    ws = opened()
    data = frame(1, b"one ", False) + frame(9, b"?") + frame(0, b"two ", False) + frame(0, b"three")
    assert ws.feed(data) == ["one two three"]
    assert sent(ws) == [(10, b"?")]


def test_a_pong_and_a_binary_message_are_ignored():
    ws = opened()
    assert ws.feed(frame(10, b"") + frame(2, b"\x00\xff") + frame(1, b"next")) == ["next"]
    assert sent(ws) == []


def test_the_servers_close_is_answered_with_its_code():
    ws = opened()
    assert ws.feed(frame(8, b"\x03\xe9bye") + frame(1, b"late")) == []
    assert (ws.state, ws.close_code) == (CLOSED, 1001)
    assert sent(ws) == [(8, b"\x03\xe9")]
    ws = opened()
    ws.feed(frame(8, b""))
    assert (ws.close_code, sent(ws)) == (1005, [(8, b"")])


def test_our_close_waits_for_the_servers():
    ws = opened()
    ws.close(1000, "done")
    ws.close(1000)
    ws.send_text("too late")
    assert sent(ws) == [(8, b"\x03\xe8done")]
    assert ws.state == CLOSING
    assert ws.feed(frame(1, b"crossing") + frame(9, b"") + frame(8, b"\x03\xe8")) == []
    assert ws.state == CLOSED
    assert sent(ws) == []


def test_what_breaks_the_protocol():
    assert breaks(b"\xc1\x00", 1002)  # a reserved bit
    assert breaks(b"\x81\x81\x00\x00\x00\x00x", 1002)  # masked
    assert breaks(b"\x83\x00", 1002)  # no such opcode
    assert breaks(b"\x09\x00", 1002)  # a ping in fragments
    assert breaks(b"\x89\x7e\x00\x80", 1002)  # a long ping
    assert breaks(frame(0, b"x"), 1002)
    assert breaks(frame(1, b"x", False) + frame(1, b"y"), 1002)
    assert breaks(frame(8, b"\x03"), 1002)
    assert breaks(frame(1, b"\xff\xfe"), 1007)


def test_memory_is_bounded():
    assert breaks(b"\x81\x7e\x10\x01", 1009)  # 4097 bytes
    assert breaks(b"\x81\x7f\x00\x00\x00\x01\x00\x00\x00\x00", 1009)
    assert breaks(frame(1, b"x" * 4000, False) + frame(0, b"y" * 97), 1009)


def test_nothing_is_sent_before_the_answer():
    ws = fresh()
    before = ws.out
    ws.send_text("early")
    ws.close(1000)
    assert ws.out == before and ws.state == OPENING
