"""順番待ち: the side of the jobs that the web sees: ask for a draft, and take it back."""

from dbos import DBOSClient, EnqueueOptions, run_dbos_database_migrations
from sqlmodel import Session

from minutes.jobs.drafting import QUEUE, WORKFLOW, Drafting
from minutes.store.tables import JobRow


def prepare(address: str) -> None:
    """Make or change DBOS's own tables."""
    run_dbos_database_migrations(system_database_url=address)


class Queue:
    """``address`` of the database in which both the rows and DBOS's own tables are."""

    def __init__(self, address: str) -> None:
        self._client = DBOSClient(system_database_url=address, lazy=True)

    def ask(self, session: Session, job: JobRow) -> None:
        """In the session's transaction: the job is on record and in the queue, or neither."""
        options = EnqueueOptions(
            workflow_name=WORKFLOW,
            queue_name=QUEUE,
            workflow_id=job.id,
            class_name=Drafting.__name__,
            instance_name=Drafting.NAME,
        )
        self._client.enqueue_in_transaction(session, options, job.id)

    def cancel(self, job_id: str) -> None:
        """Takes effect when the piece under way is finished; a job that waits never begins."""
        self._client.cancel_workflow(job_id)

    def close(self) -> None:
        self._client.destroy()
