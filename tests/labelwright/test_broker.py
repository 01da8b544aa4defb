"""The embedded broker: one folder, many processes."""

import threading

from kombu import Connection, Exchange, Queue

from labelwright.config import celery  # noqa: F401  makes the transport known

MESSAGES = 150


def test_a_reader_never_takes_a_message_that_is_still_being_written(tmp_path):
    options = {f"data_folder_{way}": tmp_path / "queue" for way in ("in", "out")}
    options |= {"control_folder": tmp_path / "control", "polling_interval": 0.001}
    for folder in {str(path) for key, path in options.items() if "folder" in key}:
        (tmp_path / folder).mkdir(exist_ok=True)
    queue = Queue("bells", Exchange("bells"), routing_key="bells")
    taken = []

    def write() -> None:
        with Connection("files://", transport_options=options) as connection:
            producer = connection.Producer()
            for number in range(MESSAGES):
                producer.publish({"number": number}, exchange=queue.exchange, routing_key="bells")

    with (
        Connection("files://", transport_options=options) as connection,
        connection.Consumer(queue, callbacks=[lambda body, message: (taken.append(body), message.ack())]),
    ):
        writer = threading.Thread(target=write)
        writer.start()
        while len(taken) < MESSAGES:
            connection.drain_events(timeout=10)
        writer.join()

    assert sorted(each["number"] for each in taken) == list(range(MESSAGES))
