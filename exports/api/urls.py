from django.urls import path

from exports.api import downstream, exports, imports, pictures

urlpatterns = [
    path("import-formats", imports.ImportFormats.as_view()),
    path("projects/<uuid:project>/imports", imports.ProjectImports.as_view()),
    path("imports/<uuid:import_id>", imports.OneImport.as_view()),
    path("imports/<uuid:import_id>/files", imports.ImportFiles.as_view()),
    path("imports/<uuid:import_id>/preview", imports.PreviewImport.as_view()),
    path("imports/<uuid:import_id>/start", imports.StartImport.as_view()),
    path("imports/<uuid:import_id>/problems", imports.ImportProblems.as_view()),
    path("dataset-versions/<uuid:dataset_version>/exports", exports.VersionExports.as_view()),
    path("projects/<uuid:project>/downstream", downstream.ProjectDownstream.as_view()),
    path("projects/<uuid:project>/pictures", pictures.ProjectPictures.as_view()),
    path("exports/<uuid:export>", exports.OneExport.as_view()),
    path("exports/<uuid:export>/file", exports.ExportFile.as_view()),
]
