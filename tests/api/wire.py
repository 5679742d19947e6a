"""A WebSocket over a real connection, as far as a test needs one; speaks like Starlette's test client."""

import json
import socket

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Ping, RejectConnection, Request, TextMessage

PATIENCE_S = 240


class Wire:
    def __init__(self, port: int, path: str, **headers: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self._connection = WSConnection(ConnectionType.CLIENT)
        self._events = []
        extra = [(name.encode(), value.encode()) for name, value in headers.items()]
        self._send(Request(host=f"localhost:{port}", target=path, extra_headers=extra))
        opened = self._next()
        assert isinstance(opened, AcceptConnection), opened

    def send_bytes(self, data: bytes) -> None:
        self._send(BytesMessage(data))

    def receive(self) -> dict[str, object]:
        begun = b""
        while True:
            match self._next():
                case (
                    BytesMessage(data=data, message_finished=finished)
                    | TextMessage(data=data, message_finished=finished)
                ):
                    begun = begun + data if begun else data
                    if finished:
                        return {"type": "websocket.send", "text" if isinstance(begun, str) else "bytes": begun}
                case CloseConnection(code=code):
                    return {"type": "websocket.close", "code": code}
                case Ping() as ping:
                    self._send(ping.response())

    def receive_json(self) -> object:
        return json.loads(self.receive()["text"])

    def receive_bytes(self) -> bytes:
        return self.receive()["bytes"]

    def close(self) -> None:
        self._socket.close()

    def _send(self, event: object) -> None:
        self._socket.sendall(self._connection.send(event))

    def _next(self) -> object:
        while not self._events:
            data = self._socket.recv(65_536)
            if not data:
                return CloseConnection(code=1006)
            self._connection.receive_data(data)
            self._events += self._connection.events()
        event = self._events.pop(0)
        assert not isinstance(event, RejectConnection), event
        return event
