"""Builds silver, gold and the checks of a project every night: a task a script of sql/, in their order.

Put this file into Airflow's folder of DAGs and sql/ where GENOLAKE_SQL says. The connection `trino_cohort` is of the type Trino; its schema is
the project, and its extra field has {"catalog": "lake"}. It needs the providers `common-sql` and `trino`.
"""

import os
from datetime import datetime
from pathlib import Path

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG, chain

SQL = Path(os.environ.get("GENOLAKE_SQL", "/opt/genolake/sql"))

with DAG(
    dag_id="genolake_cohort",
    schedule="0 3 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # Scripts of one project must not run at the same time
    max_active_runs=1,
    template_searchpath=[str(SQL)],
):
    chain(
        *(
            SQLExecuteQueryOperator(
                task_id=f"{folder}_{script.stem}",
                conn_id="trino_cohort",
                sql=f"{folder}/{script.name}",
                split_statements=True,
                do_xcom_push=False,
            )
            for folder in ("silver", "gold", "quality")
            for script in sorted((SQL / folder).glob("*.sql"))
        )
    )
