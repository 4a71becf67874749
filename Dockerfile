# Airflow with the pipeline in it, for docker-compose.yaml. The slim image brings Airflow without the many providers
# that the pipeline does not use, whose pins would fight with the lock.
FROM apache/airflow:slim-3.3.2-python3.11

COPY requirements.txt /tmp/requirements.txt
# PostgreSQL runs in a container of its own here; of the one in the lock, backups use pg_dump and pg_restore.
RUN pip install --no-cache-dir --requirement /tmp/requirements.txt

COPY --chown=airflow:0 dags /opt/airflow/dags
COPY --chown=airflow:0 plugins /opt/airflow/plugins
COPY --chown=airflow:0 include /opt/airflow/include

# Volumes take over the owner of the folder that they cover.
RUN mkdir -p /opt/airflow/var/landing /opt/airflow/var/site /opt/airflow/var/internal /opt/airflow/var/sheets /opt/airflow/auth /opt/airflow/logs /opt/airflow/backups

ENV PYTHONPATH=/opt/airflow/plugins

# Last, so that another commit makes no layer anew but this one. `python -m onestop --version` tells it.
ARG ONESTOP_COMMIT=""
ENV ONESTOP_COMMIT=${ONESTOP_COMMIT}
