from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_documents'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='community')),
                ('kind', models.CharField(choices=[('equal', 'Mean the same'), ('one-way', 'Whoever asks for this means that'), ('glossary', 'Are called that in another language'), ('reading', 'Is read like this')], max_length=10, verbose_name='kind of rule')),
                ('words', models.CharField(help_text='What people type, with commas between: 狗证, 犬证', max_length=500, verbose_name='words')),
                ('targets', models.CharField(blank=True, help_text='What it is called on the pages; a reading: chang hu xian', max_length=500, verbose_name='meaning')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'search rule',
                'verbose_name_plural': 'search rules',
                'ordering': ('kind', 'words', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['equal', 'one-way', 'glossary', 'reading'])), name='search_rule_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'equal'), ('targets', '')), models.Q(models.Q(('kind', 'equal'), _negated=True), models.Q(('targets', ''), _negated=True)), _connector='OR'), name='search_rule_has_targets_unless_equal', violation_error_message='Words that mean the same stand together in the first field; other rules need both.'), models.UniqueConstraint(fields=('community', 'kind', 'words'), name='search_rule_once')],
            },
        ),
    ]
