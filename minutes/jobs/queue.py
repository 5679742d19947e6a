"""順番待ち: the side of the jobs that the web sees: ask for a draft, and take it back."""

from dbos import DBOSClient, EnqueueOptions, run_dbos_database_migrations
from sqlmodel import Session

from minutes.jobs.drafting import QUEUE, WORKFLOW
from minutes.store.database import lively
from minutes.store.tables import JobRow


def prepare(address: str) -> None:
    """Make or change DBOS's own tables."""
    run_dbos_database_migrations(system_database_url=address)


class Queue:
    """``address`` of the database in which both the rows and DBOS's own tables are."""

    def __init__(self, address: str) -> None:
        self._client = DBOSClient(system_database_url=lively(address), lazy=True)

    def ask(self, session: Session, job: JobRow) -> None:
        """In the session's transaction: the job is on record and in the queue, or neither."""
        options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=job.id)
        self._client.enqueue_in_transaction(session, options, job.id)

    def cancel(self, job_id: str) -> None:
        """A job that waits never begins; of one at work the worker sees by itself that nobody waits for it."""
        self._client.cancel_workflow(job_id)

    def close(self) -> None:
        self._client.destroy()
