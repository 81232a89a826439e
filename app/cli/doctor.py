"""``stet doctor``: what works here, what does not, what to do about it."""

import click

from app.cli.context import Toolbox
from app.services.doctor import examine


@click.command()
@click.pass_obj
def doctor(toolbox: Toolbox) -> int:
    """Say what works on this machine, what does not, and what to do about it."""
    healthy = True
    for diagnosis in examine(toolbox.folder):
        mark = "ok" if diagnosis.works else "missing" if diagnosis.needed else "–"
        click.echo(f"{mark:8}{diagnosis.part:18}{diagnosis.text}")
        if not diagnosis.works and diagnosis.advice:
            click.echo(f"{'':26}{diagnosis.advice}")
        healthy = healthy and (diagnosis.works or not diagnosis.needed)
    return 0 if healthy else 1
