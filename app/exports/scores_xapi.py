"""Scores as xAPI 1.0.3 statements, one for each criterion scored; the same review gives the same statements again."""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from app.domain.scoring import CriterionScore, ReviewScores
from app.exports.cells import iso_time

VERB = {"id": "http://adlnet.gov/expapi/verbs/scored", "display": {"en": "scored"}}


def scores_xapi(reviews: Iterable[ReviewScores], home_page: str) -> str:
    """Return the statements as a JSON list. ``home_page`` is an IRI of the organisation that gives people their ids."""
    statements = [statement for review in reviews for statement in _statements(review, home_page)]
    return json.dumps(statements, ensure_ascii=False, indent=1) + "\n"


def _statements(review: ReviewScores, home_page: str) -> Iterator[dict[str, object]]:
    for score in review.criteria:
        if score.points is None:
            continue
        activity = _activity(review, score)
        yield {
            "id": str(uuid5(NAMESPACE_URL, f"{activity['id']}#{review.review_id}")),
            "version": "1.0.3",
            "actor": _agent(review.mentee_id, review.mentee, home_page),
            "verb": VERB,
            "object": activity,
            "result": _result(score),
            "context": {
                "instructor": _agent(review.mentor_id, review.mentor, home_page),
                "contextActivities": {
                    "parent": [{"objectType": "Activity", "id": f"urn:stet:review:{review.review_id}"}]
                },
            },
            "timestamp": iso_time(review.scored_ms),
        }


def _activity(review: ReviewScores, score: CriterionScore) -> dict[str, object]:
    path = ":".join(quote(part, safe="") for part in (review.rubric_id, review.rubric_version, score.criterion_id))
    return {
        "objectType": "Activity",
        "id": f"urn:stet:criterion:{path}",
        "definition": {"name": {"en": score.title}, "type": "http://adlnet.gov/expapi/activities/objective"},
    }


def _result(score: CriterionScore) -> dict[str, object]:
    points, most = float(score.points or 0), float(score.most_points)
    result: dict[str, object] = {"score": {"scaled": points / most, "raw": points, "min": 0.0, "max": most}}
    if score.comment:
        result["response"] = score.comment
    return result


def _agent(person_id: str, name: str, home_page: str) -> dict[str, object]:
    agent: dict[str, object] = {"objectType": "Agent", "account": {"homePage": home_page, "name": person_id}}
    return agent | ({"name": name} if name else {})
