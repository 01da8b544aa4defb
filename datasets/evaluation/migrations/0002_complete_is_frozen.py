from django.db import migrations

from labelwright.database.triggers import Closed, FrozenWhen

OF_A_COMPLETE_RUN = "(SELECT r.state FROM evaluation_modelrun r WHERE r.id = {row}.run_id) = 'complete'"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]
    operations = [
        FrozenWhen("evaluation_modelrun", "{row}.state = 'complete'", "a complete model run never changes"),
        FrozenWhen(
            "evaluation_prediction", OF_A_COMPLETE_RUN, "the predictions of a complete model run never change"
        ),
        Closed("evaluation_prediction", OF_A_COMPLETE_RUN, "a complete model run takes no more predictions"),
    ]
